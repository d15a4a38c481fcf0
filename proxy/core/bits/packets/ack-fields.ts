import type { Draft } from '../../http/draft.ts';
import type { Exchange } from '../../http/exchange.ts';
import { type Header, type HttpResponse, header } from '../../http/message.ts';
import { ERROR, ERROR_CODE, ERROR_CONTEXT, PACKET_TYPE, SESSION_ID } from '../headers.ts';
import { parseErrorContext, parseHresult } from '../hresult.ts';
import type { AckError, PingAck } from '../packet.ts';
import { repeatedHeaders } from '../repeated.ts';

/** What every Ack has, whatever it answers. */
export type AckFields = Omit<PingAck, 'type'> & { readonly type: string };

const BITS_HEADER = /^bits-/i;

/** A fresh value, as `requestFields` makes. */
export function ackFields(exchange: Exchange, { head, startedAt }: HttpResponse, headers: readonly Header[]): Draft<AckFields> {
  const { id, connection, request } = exchange;
  const { status, reason } = head;
  const latencyMs = startedAt - (request?.endedAt ?? startedAt);
  const fields: Draft<AckFields> = {
    type: '',
    exchange: id,
    connection,
    at: startedAt,
    status,
    reason,
    bits: speaksBits(headers),
    latencyMs,
  };
  const packetType = header(headers, PACKET_TYPE);
  const sessionId = header(headers, SESSION_ID);
  const error = decodeError(headers);
  const serverAgent = header(headers, 'Server');
  const via = header(headers, 'Via');
  const repeated = repeatedHeaders(headers);
  if (packetType !== undefined) fields.packetType = packetType;
  if (sessionId !== undefined) fields.sessionId = sessionId;
  if (error) fields.error = error;
  if (serverAgent !== undefined) fields.serverAgent = serverAgent;
  if (via !== undefined) fields.via = via;
  if (repeated) fields.repeated = repeated;
  return fields;
}

function speaksBits(headers: readonly Header[]): boolean {
  return headers.some((field) => BITS_HEADER.test(field[0]));
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
