import { decodeRequest } from '../../core/bits/decode.ts';
import { parseGuid } from '../../core/bits/guid.ts';
import { UPLOAD_PROTOCOL } from '../../core/bits/headers.ts';
import type { CreateSession, Fragment, RequestPacket } from '../../core/bits/packet.ts';
import { type ContentRange, rangeLength } from '../../core/bits/range.ts';
import { type Framing, header, type RequestHead } from '../../core/http/message.ts';
import { type Destination, destinationOf } from './destination.ts';
import { Refusal } from './refusal.ts';

/** What a packet asks of the server, once all that can be checked without a session was found in order. */
export type Order =
  | { readonly type: 'ping' }
  | { readonly type: 'create-session'; readonly destination: Destination }
  | { readonly type: 'fragment'; readonly destination: Destination; readonly sessionId: string; readonly range: ContentRange }
  | { readonly type: 'close-session' | 'cancel-session'; readonly destination: Destination; readonly sessionId: string };

/** IIS takes no longer header value [BUP §2.2.1, <2>], and no longer list of protocols [BUP <6>]. */
const MAX_VALUE = 4096;
const MAX_PROTOCOLS = 100;

/** Checks in the order of [BUP §3.2.5.2.3]: the message, the destination, the length. Throws a Refusal. */
export function orderOf(head: RequestHead, framing: Framing): Order {
  checkHead(head);
  const packet = decodeRequest({ ...NEW_EXCHANGE, request: { head, startedAt: 0, headAt: 0, framing, bodyLength: 0 } });
  if (!packet || packet.type === 'malformed') throw invalid(packet?.reason ?? 'it is no BITS packet');
  // A Ping is about the server, whatever its URL [BUP §3.2.5.2.5].
  const order = packet.type === 'ping' ? { type: packet.type } : sessionOrder(packet);
  checkLength(packet, framing, order.type === 'fragment' ? rangeLength(order.range) : 0n);
  return order;
}

/** The decoder reads exchanges, as the tap sees them; of this one only the request is known. */
const NEW_EXCHANGE = { id: '', connection: '', index: 1, interim: [], outcome: 'sending', rewrites: [] } as const;

type SessionPacket = Exclude<RequestPacket, { type: 'ping' | 'malformed' }>;

function sessionOrder(packet: SessionPacket): Exclude<Order, { type: 'ping' }> {
  if (packet.type === 'create-session') {
    checkProtocols(packet);
    return { type: packet.type, destination: destinationOf(packet.target) };
  }
  const { sessionId, type } = packet;
  if (!sessionId) throw invalid('BITS-Session-Id is missing');
  if (type !== 'fragment') return { type, sessionId, destination: destinationOf(packet.target) };
  return { type, sessionId, range: rangeOf(packet), destination: destinationOf(packet.target) };
}

function checkHead({ version, headers, anomalies }: RequestHead): void {
  // What one reader lets pass and another does not is how requests are smuggled [RFC 9112 §11.2].
  const anomaly = anomalies.find((present) => present !== 'bare-lf');
  if (anomaly) throw invalid(`the head has a ${anomaly}`);
  if (headers.some(([, value]) => value.length > MAX_VALUE)) throw invalid('a header value is longer than 4 KiB');
  if (version === '1.1' && header(headers, 'Host') === undefined) throw invalid('Host is missing');
}

function checkProtocols({ protocols }: CreateSession): void {
  if (protocols.length > MAX_PROTOCOLS) throw invalid('too many protocols');
  if (!protocols.some((protocol) => parseGuid(protocol) === UPLOAD_PROTOCOL)) throw invalid('no protocol in common');
}

function rangeOf({ range, rangeText }: Fragment): ContentRange {
  if (!range) throw invalid(rangeText === undefined ? 'Content-Range is missing' : 'Content-Range is malformed');
  if (range.last < range.first || range.last >= range.total) throw invalid('Content-Range is out of bounds');
  return range;
}

function checkLength({ contentLength }: RequestPacket, framing: Framing, expected: bigint): void {
  if (framing.kind === 'unknown') throw invalid(framing.problem);
  if (framing.kind === 'chunked' || contentLength === undefined) throw new Refusal('length-required', 'Content-Length is missing');
  if (BigInt(contentLength) !== expected) throw invalid(`the body has ${contentLength} bytes, not ${expected}`);
}

function invalid(why: string): Refusal {
  return new Refusal('invalid-request', why);
}
