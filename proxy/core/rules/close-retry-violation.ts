import type { CancelSession, CloseSession } from '../bits/packet.ts';
import { PACKET_NAMES } from '../bits/packet-name.ts';
import { isChallenge } from '../bits/refusal.ts';
import { isOver, type Session, type SessionEnd } from '../bits/session.ts';
import type { Case, SessionCase } from './case.ts';
import { duration } from './number.ts';
import { defineRule, type Severity } from './rule.ts';
import { silenceLimit } from './silence.ts';

type Ending = SessionEnd['packet'];
type Violation = {
  /** `again`: sent again after an answer that is final. `hurried`: again and again without a pause. `left`: not sent again. */
  how: 'again-after-refusal' | 'again-after-not-found' | 'hurried' | 'left';
  packet: Ending;
  status?: number;
  quick?: number;
  silenceMs?: number;
  limitMs?: number;
};

/** Repeats within 5 s of each other that are let pass [SDK setminimumretrydelay]. */
const QUICK_REPEATS = 3;

export const closeRetryViolation = defineRule<Ending | 'session', Violation>({
  id: 'close-retry-violation',
  on: ['close-session', 'cancel-session', 'session'],
  about: 'request',
  once: 'session',
  onceFor: ({ how, packet }) => `${how} ${packet}`,
  severity: severityOf,
  blames: 'client',
  // Clear for Windows; no source binds other clients.
  confidence: 'likely',
  listed: { severity: 'warning' },
  source: '[DOC ack-for-close-session], [DOC ack-for-cancel-session], [SDK setminimumretrydelay]',
  title: 'Close or Cancel repeated against the rules',
  why: 'A refusal with 4xx and an unknown session are final: repeating changes nothing and loads the server. After another 5xx the packet must come again, or the server keeps the session for 14 days.',
  fix: 'Send Close-Session and Cancel-Session again only after a 5xx without 0x8020001F or when no answer came, at the earliest after 5 seconds. Treat everything else as final.',
  reality: 'Windows waits 10 minutes before it repeats, unless the job says otherwise; so a missing repeat is told of after 15 minutes.',
  check: (judged) => ('moment' in judged ? leftAt(judged) : repeatIn(judged)),
  message({ how, packet, status, quick = 0, silenceMs = 0 }) {
    const name = PACKET_NAMES[packet];
    const first = status === undefined ? 'got no answer' : `got a ${status}`;
    switch (how) {
      case 'again-after-refusal':
        return `${name} again, although the first ${first}: that is final.`;
      case 'again-after-not-found':
        return `${name} again, although the server had said that it does not know the session.`;
      case 'hurried':
        return `${name} came again ${quick} times within less than 5 seconds of the one before.`;
      case 'left':
        return `${name} ${first} and was not sent again in the ${duration(silenceMs)} since.`;
    }
  },
});

function severityOf({ how }: Violation): Severity {
  return how === 'left' ? 'note' : 'warning';
}

/** A packet after an end that the server accepted is another matter: packet-after-close. */
function repeatIn({ request: { type: packet }, before, after }: Case<CloseSession | CancelSession>): Violation | undefined {
  const { end } = before;
  if (end?.packet !== packet) return undefined;
  if (before.state === 'EXPIRED') return { how: 'again-after-not-found', packet };
  if (isOver(before)) return undefined;
  if (end.status !== undefined && isFinal(end.status)) return { how: 'again-after-refusal', packet, status: end.status };
  const quick = after.memory.ends?.quick ?? 0;
  return quick > QUICK_REPEATS ? { how: 'hurried', packet, quick } : undefined;
}

function isFinal(status: number): boolean {
  return status >= 300 && status < 500 && !isChallenge(status);
}

function leftAt({ session, moment, silenceMs }: SessionCase): Violation | undefined {
  const end = session.end;
  const limitMs = silenceLimit(moment);
  if (!end || moment === 'over' || silenceMs < limitMs || !wantsRepeat(end, session)) return undefined;
  return { how: 'left', packet: end.packet, ...(end.status !== undefined && { status: end.status }), silenceMs, limitMs };
}

function wantsRepeat({ outcome, status = 0 }: SessionEnd, session: Session): boolean {
  return !isOver(session) && (outcome === 'unanswered' || (outcome === 'answered' && status >= 500));
}
