import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { SessionPacket } from '../bits/refusal.ts';
import { defineRule } from './rule.ts';

export const missingSessionIdInRequest = defineRule<SessionPacket['type'], { packet: SessionPacket['type']; header: 'missing' | 'empty' }>({
  id: 'missing-session-id-in-request',
  on: ['fragment', 'close-session', 'cancel-session'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.1.2, §3.2.5.2.3]',
  title: 'Packet names no session',
  why: 'The server cannot tell which upload the packet belongs to. It answers 400 with 0x80070057, or 0x8020001F, and the upload fails or starts over.',
  fix: 'Send BITS-Session-Id with every Fragment, Close-Session and Cancel-Session, unchanged as the Ack to Create-Session had it. If the client does, look for a proxy that removes headers it does not know.',
  reality: 'Servers that derive the session from the URL do not notice. A Ping needs no id: Windows sends none.',
  check({ request: { type, sessionId } }) {
    if (sessionId) return undefined;
    return { packet: type, header: sessionId === undefined ? 'missing' : 'empty' };
  },
  message: ({ packet, header }) => `${PACKET_NAMES[packet]} does not say to which session it belongs: BITS-Session-Id is ${header}.`,
});
