import type { Exchange } from '../../http/exchange.ts';
import type { HeaderIndex, HttpRequest } from '../../http/message.ts';
import { requestPath, targetHost } from '../classify.ts';
import { parseDecimal } from '../decimal.ts';
import { CONTENT_LENGTH, CONTENT_NAME, HOST, PACKET_TYPE, SESSION_ID, USER_AGENT } from '../headers.ts';
import type { Ping } from '../packet.ts';

/** What every request packet has, whatever its type. */
export type RequestFields = Omit<Ping, 'type'>;

const KEY = {
  packetType: PACKET_TYPE.toLowerCase(),
  sessionId: SESSION_ID.toLowerCase(),
  contentName: CONTENT_NAME.toLowerCase(),
  contentLength: CONTENT_LENGTH.toLowerCase(),
  userAgent: USER_AGENT.toLowerCase(),
  host: HOST.toLowerCase(),
};

export function requestFields(exchange: Exchange, request: HttpRequest, headers: HeaderIndex): RequestFields {
  const { method, target } = request.head;
  const host = targetHost(target) ?? headers.get(KEY.host);
  const userAgent = headers.get(KEY.userAgent);
  const packetType = headers.get(KEY.packetType);
  const sessionId = headers.get(KEY.sessionId);
  const contentLength = declaredLength(request, headers.get(KEY.contentLength));
  const contentName = headers.get(KEY.contentName);
  return {
    exchange: exchange.id,
    connection: exchange.connection,
    at: request.startedAt,
    method,
    target,
    path: requestPath(target),
    ...(host !== undefined && host !== '' && { host }),
    ...(userAgent !== undefined && { userAgent }),
    ...(packetType !== undefined && { packetType }),
    ...(sessionId !== undefined && { sessionId }),
    ...(contentLength !== undefined && { contentLength }),
    ...(contentName !== undefined && { contentName }),
  };
}

/** Where the reader understood it, its word counts: it knows that `6, 6` is 6 [RFC 9112 §6.3]. */
function declaredLength({ framing }: HttpRequest, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return framing.kind === 'length' ? framing.length : parseDecimal(text);
}
