import { formatHresult } from '../bits/hresult.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { isChallenge, mayDenySession, type SessionPacket } from '../bits/refusal.ts';
import type { Session } from '../bits/session.ts';
import { isSuccess } from '../bits/session-progress.ts';
import type { Case } from './case.ts';
import { quoted } from './quote.ts';
import { type Blame, type Confidence, defineRule, type Severity } from './rule.ts';

type Unknown = {
  sessionId: string;
  packet: SessionPacket['type'];
  /** `unclear`: an answer that does not tell whether the server knows the session, such as 503. */
  answer: 'rejected' | 'accepted' | 'unanswered' | 'unclear';
  status?: number;
  code?: string;
  /** Whether we saw this server's packets from the first on. */
  watched: 'yes' | 'no';
  similar?: string;
  server: string;
  client: string;
};

export const sessionIdUnknown = defineRule<SessionPacket['type'], Unknown>({
  id: 'session-id-unknown',
  on: ['fragment', 'close-session', 'cancel-session'],
  once: 'session',
  about: 'request',
  severity: severityOf,
  blames: blameOf,
  confidence: confidenceOf,
  listed: { severity: 'error', blames: 'client' },
  source: '[BUP §3.2.5.2.3]',
  title: 'Unknown session id',
  why: 'A server that does not know the session cannot go on with it: all that was uploaded is lost. The session expired, the server lost it or restarted, another node of a farm answered, or the client changed the id.',
  fix: 'Client: send the id exactly as the Ack to Create-Session had it, with its braces and letter case. Server: check the session time-out, restarts, and in a farm the affinity (BITSHostId).',
  reality:
    'XenServer takes any id for an upload to a raw disk. SimpleBITSServer keeps its sessions per connection, and forgets them with it.',
  check(judged) {
    const { request, before, server } = judged;
    if (!request.sessionId || !isFirstWord(before) || neverArrived(judged)) return undefined;
    return {
      sessionId: quoted(request.sessionId),
      packet: request.type,
      ...answerOf(judged, before),
      watched: server.watchedFromStart ? 'yes' : 'no',
      ...(server.similarSessionId !== undefined && { similar: quoted(server.similarSessionId) }),
      server: server.name,
      client: before.client,
    };
  },
  message: describe,
});

/** Never seen created, and but for challenges the server has not said yet whether it knows the session. */
function isFirstWord({ seenFromStart, lastStatus }: Session): boolean {
  return !seenFromStart && (lastStatus === undefined || isChallenge(lastStatus));
}

/** The server was down, or the tap was stopped: that tells nothing of the id. */
function neverArrived({ ack }: Case): boolean {
  return ack.type === 'no-ack' && ack.cutOff.by === 'proxy';
}

function answerOf({ request, ack, server }: Case<SessionPacket>, before: Session): Pick<Unknown, 'answer' | 'status' | 'code'> {
  if (ack.type === 'no-ack') return { answer: 'unanswered' };
  const { status, error } = ack;
  const told = { status, ...(error?.code !== undefined && { code: formatHresult(error.code) }) };
  const knowsIt = isSuccess(status) || (status === 416 && ack.type === 'fragment-ack' && ack.nextOffset !== undefined);
  if (knowsIt) return { answer: 'accepted', ...told };
  const bitsServer = ack.bits || server.acknowledgedBits;
  return { answer: bitsServer && mayDenySession(ack, request, before) ? 'rejected' : 'unclear', ...told };
}

function severityOf({ answer, watched }: Unknown): Severity {
  if (answer === 'rejected') return 'error';
  return answer === 'unanswered' || watched === 'yes' ? 'warning' : 'note';
}

/** A server that rejects the id did its duty; one that takes an id which it never gave out did not. */
function blameOf({ answer, watched, similar }: Unknown): Blame {
  if (answer === 'rejected' || similar !== undefined) return 'client';
  return answer === 'accepted' && watched === 'yes' ? 'server' : 'unknown';
}

/** To a session that began before our view, its server itself may have done something: expired it, lost it. */
function confidenceOf({ answer, watched, similar }: Unknown): Confidence {
  return similar !== undefined || (answer === 'rejected' && watched === 'yes') ? 'certain' : 'likely';
}

function describe({ sessionId, packet, answer, status, code, watched, similar, server, client }: Unknown): string {
  const origin = watched === 'yes' ? `${server} never gave out this id` : 'it began before we watched';
  const hint = similar === undefined ? '' : ` It did give out ${similar}.`;
  const what = `${PACKET_NAMES[packet]} for session ${sessionId} from ${client}`;
  const answered = code === undefined ? `${status}` : `${status} and ${code}`;
  if (answer === 'rejected') return `${what} was rejected with ${answered}: ${server} does not know the session.${hint}`;
  if (answer === 'accepted') return `${what} was accepted, but ${origin}.${hint}`;
  return `${what} got ${answer === 'unanswered' ? 'no answer' : answered}; ${origin}.${hint}`;
}
