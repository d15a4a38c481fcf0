import type { Exchange } from '../../http/exchange.ts';
import type { HeaderIndex, HttpResponse } from '../../http/message.ts';
import { ERROR, ERROR_CODE, ERROR_CONTEXT, PACKET_TYPE, SESSION_ID } from '../headers.ts';
import { parseErrorContext, parseHresult } from '../hresult.ts';
import type { AckError, PingAck } from '../packet.ts';

/** What every Ack has, whatever it answers. */
export type AckFields = Omit<PingAck, 'type'>;

const KEY = {
  packetType: PACKET_TYPE.toLowerCase(),
  sessionId: SESSION_ID.toLowerCase(),
  error: ERROR.toLowerCase(),
  errorCode: ERROR_CODE.toLowerCase(),
  errorContext: ERROR_CONTEXT.toLowerCase(),
};

export function ackFields(exchange: Exchange, response: HttpResponse, headers: HeaderIndex): AckFields {
  const packetType = headers.get(KEY.packetType);
  const sessionId = headers.get(KEY.sessionId);
  const error = decodeError(headers);
  const serverAgent = headers.get('server');
  const via = headers.get('via');
  return {
    exchange: exchange.id,
    connection: exchange.connection,
    at: response.startedAt,
    status: response.head.status,
    reason: response.head.reason,
    bits: speaksBits(headers),
    latencyMs: latency(exchange, response),
    ...(packetType !== undefined && { packetType }),
    ...(sessionId !== undefined && { sessionId }),
    ...(error && { error }),
    ...(serverAgent !== undefined && { serverAgent }),
    ...(via !== undefined && { via }),
  };
}

function speaksBits(headers: HeaderIndex): boolean {
  for (const name of headers.keys()) if (name.startsWith('bits-')) return true;
  return false;
}

function latency({ request }: Exchange, { startedAt }: HttpResponse): number {
  return startedAt - (request?.endedAt ?? startedAt);
}

/** Where both names were sent, the spec's own counts. A context without either is no error. */
function decodeError(headers: HeaderIndex): AckError | undefined {
  const spec = headers.get(KEY.error);
  const text = spec ?? headers.get(KEY.errorCode);
  if (text === undefined) return undefined;
  const code = parseHresult(text);
  const contextText = headers.get(KEY.errorContext);
  const context = parseErrorContext(contextText ?? '');
  return {
    name: spec === undefined ? ERROR_CODE : ERROR,
    text,
    ...(code !== undefined && { code }),
    ...(contextText !== undefined && { contextText }),
    ...(context !== undefined && { context }),
  };
}
