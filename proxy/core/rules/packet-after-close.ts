import { SESSION_NOT_FOUND } from '../bits/hresult.ts';
import type { Ack, NoAck, RequestPacket } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { endedBy, isOver, type SessionEnd } from '../bits/session.ts';
import { defineRule } from './rule.ts';

type Late = {
  packet: RequestPacket['type'];
  after: SessionEnd['packet'];
  /** What came of the packet that ended the session, or tried to. */
  first: 'accepted' | 'unanswered' | 'failed';
  status?: number;
  now?: 'not-found';
};

export const packetAfterClose = defineRule<'fragment' | 'close-session' | 'cancel-session', Late>({
  id: 'packet-after-close',
  on: ['fragment', 'close-session', 'cancel-session'],
  about: 'request',
  severity({ packet, first }) {
    if (first !== 'accepted') return 'note';
    return packet === 'fragment' ? 'error' : 'warning';
  },
  blames: 'client',
  confidence: 'certain',
  listed: { severity: 'error' },
  source: '[BUP §3.2.5.1.5, §3.2.5.1.6], [DOC ack-for-close-session]',
  title: 'Packet after the end of its session',
  why: 'Close-Session and Cancel-Session remove the session from the server. A later packet can only fail, or hits another upload with the same id. Repeating one that got a 5xx or no answer is right.',
  fix: 'Forget the session id when Close-Session or Cancel-Session was answered with 200, and begin the next upload with Create-Session. Look for two clients that share an id.',
  reality:
    'After a Close-Session whose answer was lost, the repeat finds no session: the upload is most likely complete. The specification has the client start all over then, the documentation only says that Close-Session is not sent again.',
  check({ request, ack, before }) {
    const after = endedBy(before);
    if (after) return { packet: request.type, after, first: 'accepted' };
    return before.end?.packet === request.type && !isOver(before) ? retry(before.end, ack) : undefined;
  },
  message({ packet, after, first, status, now }) {
    if (first === 'accepted') return `${PACKET_NAMES[packet]} for a session that ${PACKET_NAMES[after]} had ended.`;
    const hint = now === 'not-found' ? ' The session is gone by now, so the first one most likely did its work.' : '';
    return `${PACKET_NAMES[packet]} again: the first got ${first === 'failed' ? `a ${status}` : 'no answer'}.${hint}`;
  },
});

/** Sent again after a 5xx, or when no answer came: as [DOC ack-for-close-session] wants it. */
function retry({ packet, outcome, status = 0 }: SessionEnd, ack: Ack | NoAck): Late | undefined {
  const gone = ack.type !== 'no-ack' && ack.error?.code === SESSION_NOT_FOUND;
  if (outcome === 'unanswered') return { packet, after: packet, first: 'unanswered', ...(gone && { now: 'not-found' }) };
  if (outcome === 'answered' && status >= 500) return { packet, after: packet, first: 'failed', status };
  return undefined;
}
