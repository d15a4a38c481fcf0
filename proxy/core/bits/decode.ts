/** From HTTP to BITS: what an exchange's request and its answer mean. Dialects are decoded, never rejected. */

import { assertNever } from '../http/assert-never.ts';
import type { Draft } from '../http/draft.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HttpResponse } from '../http/message.ts';
import { isBitsRequest } from './classify.ts';
import type { Ack, NoAck, RequestPacket, RequestType } from './packet.ts';
import { ackFields } from './packets/ack-fields.ts';
import { decodeCancelSession, decodeCancelSessionAck } from './packets/cancel-session.ts';
import { decodeCloseSession, decodeCloseSessionAck } from './packets/close-session.ts';
import { decodeCreateSession, decodeCreateSessionAck } from './packets/create-session.ts';
import { decodeFragment, decodeFragmentAck } from './packets/fragment.ts';
import { decodeMalformed, decodeMalformedAck } from './packets/malformed.ts';
import { decodeNoAck } from './packets/no-ack.ts';
import { decodePing, decodePingAck } from './packets/ping.ts';
import { requestFields } from './packets/request-fields.ts';

const REQUEST_TYPES: readonly RequestType[] = ['fragment', 'ping', 'create-session', 'close-session', 'cancel-session'];

/** The packet that a request carries, once its head is complete; nothing for a request that is not BITS. Has no `session` yet. */
export function decodeRequest(exchange: Exchange): Draft<RequestPacket> | undefined {
  const { request } = exchange;
  if (!request || !isBitsRequest(request.head)) return undefined;
  const { headers } = request.head;
  const fields = requestFields(exchange, request, headers);
  const type = requestType(fields.packetType);
  switch (type) {
    case 'ping':
      return decodePing(fields);
    case 'create-session':
      return decodeCreateSession(fields, headers);
    case 'fragment':
      return decodeFragment(fields, headers);
    case 'close-session':
      return decodeCloseSession(fields);
    case 'cancel-session':
      return decodeCancelSession(fields);
    case undefined:
      return decodeMalformed(fields);
    default:
      return assertNever(type);
  }
}

/**
 * What came of a request, once its exchange is over: an Ack means nothing without the packet that it answers. `endedAt`
 * is when the exchange ended, for a `no-ack`, which has no bytes to tell the time from. Has no `session` yet.
 */
export function decodeAnswer(exchange: Exchange, request: RequestPacket, endedAt?: number): Draft<Ack | NoAck> {
  const response = serverAnswer(exchange);
  if (!response) return decodeNoAck(exchange, request.type, endedAt);
  const { headers } = response.head;
  const fields = ackFields(exchange, response, headers);
  switch (request.type) {
    case 'ping':
      return decodePingAck(fields);
    case 'create-session':
      return decodeCreateSessionAck(fields, headers);
    case 'fragment':
      return decodeFragmentAck(fields, headers);
    case 'close-session':
      return decodeCloseSessionAck(fields);
    case 'cancel-session':
      return decodeCancelSessionAck(fields);
    case 'malformed':
      return decodeMalformedAck(fields);
    default:
      return assertNever(request);
  }
}

/** In any case: the spec prints `CREATE-SESSION`, Windows sends `Create-Session`. */
function requestType(text: string | undefined): RequestType | undefined {
  const wanted = text?.trim().toLowerCase();
  return REQUEST_TYPES.find((type) => type === wanted);
}

/** A complete answer counts even if the exchange was cut off while the request was still on its way. */
function serverAnswer({ response, answeredBy, outcome }: Exchange): HttpResponse | undefined {
  if (!response || answeredBy === 'proxy') return undefined;
  const broken = outcome === 'cut-off' || outcome === 'malformed';
  return broken && response.endedAt === undefined ? undefined : response;
}
