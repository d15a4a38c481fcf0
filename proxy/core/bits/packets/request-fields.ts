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

/** A fresh value, to which each packet type adds what it has beside these: spreads would cost several times as much. */
export function requestFields(exchange: Exchange, request: HttpRequest, headers: readonly Header[]): Draft<RequestFields> {
  const { method, target } = request.head;
  const { id, connection } = exchange;
  const fields: Draft<RequestFields> = {
    type: '',
    exchange: id,
    connection,
    at: request.startedAt,
    method,
    target,
    path: requestPath(target),
  };
  const host = targetHost(target) ?? header(headers, HOST);
  const userAgent = header(headers, USER_AGENT);
  const packetType = header(headers, PACKET_TYPE);
  const sessionId = header(headers, SESSION_ID);
  const contentLength = declaredLength(request, header(headers, CONTENT_LENGTH));
  const contentName = header(headers, CONTENT_NAME);
  const repeated = repeatedHeaders(headers);
  if (host !== undefined && host !== '') fields.host = host;
  if (userAgent !== undefined) fields.userAgent = userAgent;
  if (packetType !== undefined) fields.packetType = packetType;
  if (sessionId !== undefined) fields.sessionId = sessionId;
  if (contentLength !== undefined) fields.contentLength = contentLength;
  if (contentName !== undefined) fields.contentName = contentName;
  if (repeated) fields.repeated = repeated;
  return fields;
}

/** Where the reader understood it, its word counts: it knows that `6, 6` is 6 [RFC 9112 §6.3]. */
function declaredLength({ framing }: HttpRequest, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return framing.kind === 'length' ? framing.length : parseDecimal(text);
}
