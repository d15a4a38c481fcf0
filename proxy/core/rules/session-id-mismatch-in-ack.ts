import { sameGuid } from '../bits/guid.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import type { SessionPacket } from '../bits/refusal.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** `spelling`: only letter case and braces differ. */
type Mismatch = { packet: SessionPacket['type']; sessionId: string; answered: string; difference: 'other' | 'spelling'; via?: string };

export const sessionIdMismatchInAck = defineRule<SessionPacket['type'], Mismatch>({
  id: 'session-id-mismatch-in-ack',
  on: ['fragment', 'close-session', 'cancel-session'],
  answered: ['accepted', 'refused'],
  about: 'answer',
  once: 'session',
  onceFor: ({ difference }) => difference,
  severity: ({ difference }) => (difference === 'other' ? 'error' : 'note'),
  blames: ({ difference, via }) => (difference === 'other' && via !== undefined ? 'intermediary' : 'server'),
  confidence: 'certain',
  listed: { severity: 'error', blames: 'server' },
  source: '[BUP §2.2.1.2]',
  title: 'Ack of another session',
  why: 'The client gets the answer to another upload: it may skip bytes that were never stored, or take a foreign failure for its own.',
  fix: 'Return the BITS-Session-Id of the request. If the server does, turn off caching and the sharing of connections for this path in the proxy.',
  reality: 'SimpleBITSServer returns the id in lower case, another small server without its braces: harmless.',
  check({ request, ack }) {
    if (ack.type === 'no-ack' || ack.sessionId === request.sessionId || !ack.sessionId || !request.sessionId) return undefined;
    const { via } = ack;
    return {
      ...{ packet: request.type, sessionId: quoted(request.sessionId), answered: quoted(ack.sessionId) },
      difference: sameGuid(request.sessionId, ack.sessionId) ? 'spelling' : 'other',
      ...(via !== undefined && { via: quoted(via) }),
    };
  },
  message({ packet, sessionId, answered, difference }) {
    const spelt = difference === 'spelling' ? ', the same id in another spelling' : '';
    return `${PACKET_NAMES[packet]} for session ${sessionId} was answered for ${answered}${spelt}.`;
  },
});
