import { beganUnseen } from '../bits/expectation.ts';
import type { Session } from '../bits/session.ts';
import { bytes, duration, grouped } from './number.ts';
import { defineRule, type Severity } from './rule.ts';
import { silenceLimit } from './silence.ts';

type Abandoned = {
  acknowledged: bigint;
  total?: bigint;
  /** Of its last answer; absent where the last Fragment got none. */
  status?: number;
  silenceMs: number;
  /** Less silence than this is not told of. */
  limitMs: number;
};

export const sessionAbandoned = defineRule<'session', Abandoned>({
  id: 'session-abandoned',
  on: ['session'],
  about: 'request',
  once: 'session',
  severity: severityOf,
  blames: 'unknown',
  // Clients may pause for days.
  confidence: 'guess',
  listed: { severity: 'warning' },
  source: '[BUP §3.1.7, §3.2.6.1]',
  title: 'Upload left unfinished',
  why: 'The server keeps the part that it got for 14 days, and then deletes it. Nobody told it that the upload was given up.',
  fix: 'Look at the job on the client: it may be suspended, without a network, or in error. A client that gives up should send Cancel-Session.',
  reality:
    'Windows runs jobs in turn and waits 10 minutes after an error, so that it is told of only after 15 minutes of silence at the end of the traffic, or after 24 hours.',
  check({ session, moment, silenceMs }) {
    if (moment === 'over' || !isUnfinished(session) || session.end) return undefined;
    const limitMs = silenceLimit(moment);
    if (silenceMs < limitMs) return undefined;
    const { coverage, total, lastStatus, lastFragment } = session;
    return {
      acknowledged: coverage.acknowledged,
      ...(total !== undefined && { total }),
      ...(lastStatus !== undefined && lastFragment?.outcome !== 'unanswered' && { status: lastStatus }),
      ...{ silenceMs, limitMs },
    };
  },
  message({ acknowledged, total, status, silenceMs }) {
    const much = total === undefined ? bytes(acknowledged) : `${grouped(acknowledged)} of ${bytes(total)}`;
    const last = status === undefined ? 'the last Fragment got no answer' : `the last answer was ${status}`;
    return `The server has ${much}; ${last}, and nothing came in the ${duration(silenceMs)} since.`;
  },
});

/** 416 is how a server asks for another offset [BUP §2.2.1.2]. */
function severityOf({ status = 0 }: Abandoned): Severity {
  return status >= 400 && status !== 416 ? 'warning' : 'note';
}

/** Created, and some of the file is missing, as far as we can know. */
function isUnfinished(session: Session): boolean {
  if (session.sessionId === undefined || (session.state !== 'RECEIVE_FRAGMENTS' && session.state !== 'NOTIFY')) return false;
  return !beganUnseen(session) || session.nextOffset !== undefined;
}
