import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { SessionPacket } from '../bits/refusal.ts';
import { defineRule } from './rule.ts';

type Missing = { packet: SessionPacket['type']; status: number; header: 'missing' | 'empty' };

export const missingSessionIdInAck = defineRule<SessionPacket['type'], Missing>({
  id: 'missing-session-id-in-ack',
  on: ['fragment', 'close-session', 'cancel-session'],
  answered: ['accepted'],
  about: 'answer',
  once: 'session',
  severity: 'note',
  strict: 'warning',
  blames: 'server',
  // Required by the text; Microsoft's own captures have none.
  confidence: 'likely',
  source: '[BUP §2.2.1.2] against [BUP §4.1, §4.2]',
  title: 'Ack does not name its session',
  why: 'Nothing happens to the upload: no client is known to need the id here. It only makes it harder to notice an answer that belongs to another session.',
  fix: 'Return BITS-Session-Id in every Ack with status 200 to Fragment, Close-Session and Cancel-Session.',
  reality: 'IIS leaves it out, and so does OneDrive in its Ack to Close-Session.',
  check({ request, ack }) {
    if (ack.type === 'no-ack' || ack.sessionId || !ack.bits) return undefined;
    return { packet: request.type, status: ack.status, header: ack.sessionId === undefined ? 'missing' : 'empty' };
  },
  message: ({ packet, status, header }) =>
    `The ${status} to ${PACKET_NAMES[packet]} does not name its session: BITS-Session-Id is ${header}.`,
});
