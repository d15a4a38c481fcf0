import type { Draft } from '../../http/draft.ts';
import type { Exchange } from '../../http/exchange.ts';
import { type Header, type HttpRequest, header } from '../../http/message.ts';
import { requestPath, targetHost } from '../classify.ts';
import { parseDecimal } from '../decimal.ts';
import { CONTENT_LENGTH, CONTENT_NAME, HOST, PACKET_TYPE, SESSION_ID, USER_AGENT } from '../headers.ts';
import type { Ping } from '../packet.ts';
import { repeatedHeaders } from '../repeated.ts';

/** What every request packet has, whatever its type. */
export type RequestFields = Omit<Ping, 'type'> & { readonly type: string };

/**
 * A fresh value, to which each packet type adds what it has beside these. What is absent is there as undefined: one shape
 * for all packets, whatever headers they have, costs a fraction of many.
 */
export function requestFields(exchange: Exchange, request: HttpRequest, headers: readonly Header[]): Draft<RequestFields> {
  const { method, target } = request.head;
  return {
    type: '',
    exchange: exchange.id,
    connection: exchange.connection,
    session: undefined,
    at: request.startedAt,
    method,
    target,
    path: requestPath(target),
    host: (targetHost(target) ?? header(headers, HOST)) || undefined,
    userAgent: header(headers, USER_AGENT),
    packetType: header(headers, PACKET_TYPE),
    sessionId: header(headers, SESSION_ID),
    contentLength: declaredLength(request, header(headers, CONTENT_LENGTH)),
    contentName: header(headers, CONTENT_NAME),
    repeated: repeatedHeaders(headers),
  };
}

/** Where the reader understood it, its word counts: it knows that `6, 6` is 6 [RFC 9112 §6.3]. */
function declaredLength({ framing }: HttpRequest, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return framing.kind === 'length' ? framing.length : parseDecimal(text);
}
