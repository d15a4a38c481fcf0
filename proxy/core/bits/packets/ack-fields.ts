import type { Draft } from '../../http/draft.ts';
import type { Exchange } from '../../http/exchange.ts';
import { type Header, type HttpResponse, header } from '../../http/message.ts';
import { isBitsName } from '../bits-name.ts';
import { ERROR, ERROR_CODE, ERROR_CONTEXT, PACKET_TYPE, SESSION_ID } from '../headers.ts';
import { parseErrorContext, parseHresult } from '../hresult.ts';
import type { AckError, PingAck } from '../packet.ts';
import { repeatedHeaders } from '../repeated.ts';

/** What every Ack has, whatever it answers. */
export type AckFields = Omit<PingAck, 'type'> & { readonly type: string };

/** A fresh value of one shape, as `requestFields` makes. */
export function ackFields(exchange: Exchange, { head, startedAt }: HttpResponse, headers: readonly Header[]): Draft<AckFields> {
  const { id, connection, request } = exchange;
  return {
    type: '',
    exchange: id,
    connection,
    session: undefined,
    at: startedAt,
    status: head.status,
    reason: head.reason,
    bits: speaksBits(headers),
    latencyMs: startedAt - (request?.endedAt ?? startedAt),
    packetType: header(headers, PACKET_TYPE),
    sessionId: header(headers, SESSION_ID),
    error: decodeError(headers),
    serverAgent: header(headers, 'Server'),
    via: header(headers, 'Via'),
    repeated: repeatedHeaders(headers),
  };
}

function speaksBits(headers: readonly Header[]): boolean {
  return headers.some((field) => isBitsName(field[0]));
}

/** Where both names were sent, the spec's own counts. A context without either is no error. */
function decodeError(headers: readonly Header[]): AckError | undefined {
  const spec = header(headers, ERROR);
  const text = spec ?? header(headers, ERROR_CODE);
  if (text === undefined) return undefined;
  const code = parseHresult(text);
  const contextText = header(headers, ERROR_CONTEXT);
  const context = parseErrorContext(contextText ?? '');
  return {
    name: spec === undefined ? ERROR_CODE : ERROR,
    text,
    ...(code !== undefined && { code }),
    ...(contextText !== undefined && { contextText }),
    ...(context !== undefined && { context }),
  };
}
