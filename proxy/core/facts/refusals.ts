import type { Ack, RequestPacket } from '../bits/packet.ts';
import { isChallenge, mayDenySession } from '../bits/refusal.ts';
import type { Session } from '../bits/session.ts';
import type { Draft } from '../http/draft.ts';
import type { Refusals } from './session-facts.ts';

/**
 * What an answer makes of the refusals so far; `before` is the session before its request. A Ping that is accepted says nothing of
 * the packets that were refused, and a challenge is no refusal.
 */
export function refusalsAfter(refusals: Refusals | undefined, packet: RequestPacket, ack: Ack, before: Session): Refusals | undefined {
  if (isChallenge(ack.status)) return refusals;
  if (ack.status < 300) return packet.type === 'ping' && refusals?.packet !== 'ping' ? refusals : undefined;
  const refused = refusal(packet, ack, before);
  if (!refusals || !isSame(refusals, refused)) return refused;
  refused.count = refusals.count + 1;
  refused.since = refusals.since;
  return refused;
}

function refusal(packet: RequestPacket, ack: Ack, before: Session): Draft<Refusals> {
  const { status, error, bits, via, exchange } = ack;
  const names = packet.type === 'fragment' || packet.type === 'close-session' || packet.type === 'cancel-session';
  const refused: Draft<Refusals> = {
    ...{ packet: packet.type, status, count: 1, since: exchange, exchange, bits },
    relayed: via !== undefined,
    mayDenySession: names && mayDenySession(ack, packet, before),
  };
  if (error?.code !== undefined) refused.code = error.code;
  if (error?.context !== undefined) refused.context = error.context;
  if (packet.type === 'fragment' && packet.range) refused.given = packet.range.first;
  if (ack.type === 'fragment-ack' && ack.nextOffset !== undefined) refused.asked = ack.nextOffset;
  return refused;
}

function isSame(a: Refusals, b: Refusals): boolean {
  return a.packet === b.packet && a.status === b.status && a.code === b.code && a.given === b.given && a.asked === b.asked;
}
