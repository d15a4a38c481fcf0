import { expectedStart, isIncomplete } from '../bits/expectation.ts';
import { formatHresult, INVALID_ARGUMENT, SESSION_NOT_FOUND, SUCCESS } from '../bits/hresult.ts';
import type { Ack } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { isWellFormed, mayDenySession, type SessionPacket } from '../bits/refusal.ts';
import { isOver, type Session } from '../bits/session.ts';
import type { Case } from './case.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

/** What we know of the session: `unseen`: never seen created or accepted. `lost`: it should be alive. */
type Fate = 'ended' | 'unseen' | 'lost';
type Unsignalled = { sessionId: string; packet: SessionPacket['type']; status: number; code: string; fate: Fate; watched: 'yes' | 'no' };

export const sessionNotFoundNotSignalled = defineRule<SessionPacket['type'], Unsignalled>({
  id: 'session-not-found-not-signalled',
  on: ['fragment', 'close-session', 'cancel-session'],
  about: 'answer',
  severity: 'error',
  blames: 'server',
  confidence: ({ fate, watched }) => (fate === 'ended' || (fate === 'unseen' && watched === 'yes') ? 'certain' : 'likely'),
  listed: { confidence: 'certain' },
  source: '[BUP §3.2.5.2.3], [DOC ack-for-fragment], [DOC ack-for-close-session]',
  title: 'Lost session not reported as 0x8020001F',
  why: 'Only the error 0x8020001F makes a client start over. A 400 fails the upload for good; a bare 500 makes the client retry a dead session for days.',
  fix: 'Answer 500 with BITS-Error: 0x8020001F and BITS-Error-Context: 0x5 when the session id is not known. Keep sessions where every connection and node finds them.',
  reality:
    'XenServer answers 400 with 0x80070057, gobits 400 with 0, SimpleBITSServer 500 with 0x1 and loses its sessions with each connection.',
  check(judged) {
    const { request, ack, before, server } = judged;
    if (!request.sessionId || ack.type === 'no-ack' || ack.error?.code === SESSION_NOT_FOUND) return undefined;
    if (!(ack.bits || server.acknowledgedBits) || !mayDenySession(ack, request, before)) return undefined;
    const fate = fateOf(judged, ack, before);
    if (!fate) return undefined;
    const code = ack.error?.code === undefined ? 'none' : formatHresult(ack.error.code);
    const watched = server.watchedFromStart ? 'yes' : 'no';
    return { sessionId: quoted(request.sessionId), packet: request.type, status: ack.status, code, fate, watched };
  },
  message({ packet, status, code, fate }) {
    const refused = `was refused with ${status} and ${code === 'none' ? 'no error code' : code}, not with 500 and 0x8020001F`;
    if (fate === 'ended') return `${PACKET_NAMES[packet]} for a session that had ended ${refused}.`;
    if (fate === 'unseen') return `${PACKET_NAMES[packet]} for a session that was never seen created ${refused}.`;
    return `${PACKET_NAMES[packet]} in order, on a new connection, ${refused}: the server seems to have lost the session.`;
  },
});

function fateOf({ request }: Case<SessionPacket>, ack: Ack, before: Session): Fate | undefined {
  if (isOver(before)) return 'ended';
  if (!before.seenFromStart && before.nextOffset === undefined) return 'unseen';
  return seemsLost(request, ack, before) ? 'lost' : undefined;
}

/** Codes that servers send for want of a better one: none, S_OK, S_FALSE, E_FAIL, E_INVALIDARG. */
const VAGUE: ReadonlySet<number | undefined> = new Set([undefined, SUCCESS, 0x1, 0x80004005, INVALID_ARGUMENT]);

/** Some servers keep their sessions per connection: then the next connection's first packet is refused, unless it is a Ping. */
function seemsLost(request: SessionPacket, ack: Ack, before: Session): boolean {
  const otherConnection = before.lookedUpOn !== undefined && request.connection !== before.lookedUpOn;
  return (
    otherConnection &&
    ack.bits &&
    VAGUE.has(ack.error?.code) &&
    isInOrder(request, before) &&
    !(request.type === 'close-session' && ack.status === 404)
  );
}

/** Nothing in the request itself calls for a refusal. */
function isInOrder(request: SessionPacket, before: Session): boolean {
  if (!isWellFormed(request, before)) return false;
  if (request.type !== 'fragment') return request.type === 'cancel-session' || !isIncomplete(before);
  const { from, to } = expectedStart(before);
  return request.range !== undefined && from <= request.range.first && request.range.first <= to;
}
