import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { SessionPacket } from '../bits/refusal.ts';
import { endedBy, type SessionEnd } from '../bits/session.ts';
import { defineRule } from './rule.ts';

type Accepted = { packet: SessionPacket['type']; after: SessionEnd['packet']; status: number };

export const packetAfterCloseAccepted = defineRule<SessionPacket['type'], Accepted>({
  id: 'packet-after-close-accepted',
  on: ['fragment', 'close-session', 'cancel-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: ({ packet }) => (packet === 'fragment' ? 'error' : 'warning'),
  blames: 'server',
  confidence: 'certain',
  listed: { severity: 'error' },
  source: '[BUP §3.2.5.1.5, §3.2.5.1.6, §3.2.5.2.3]',
  title: 'Server accepts a packet for a session that has ended',
  why: 'Bytes that are stored now belong to no upload, or change a file that was published already. The client takes the 200 for success.',
  fix: 'Remove the session at Close-Session and Cancel-Session. Answer later packets with 500, BITS-Error: 0x8020001F and BITS-Error-Context: 0x5.',
  reality: 'XenServer accepts any id, also an invented one, where the target is a raw disk.',
  check({ request, ack, before }) {
    const after = endedBy(before);
    if (after === undefined || ack.type === 'no-ack' || !ack.bits) return undefined;
    return { packet: request.type, after, status: ack.status };
  },
  message: ({ packet, after, status }) =>
    `${PACKET_NAMES[packet]} was answered with ${status}, although ${PACKET_NAMES[after]} had ended the session.`,
});
