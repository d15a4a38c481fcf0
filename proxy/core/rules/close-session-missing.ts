import type { Session } from '../bits/session.ts';
import type { SessionCase } from './case.ts';
import { bytes, duration } from './number.ts';
import { defineRule, type Severity } from './rule.ts';
import { RETRY_WINDOW_MS, silenceLimit } from './silence.ts';

/** `open`: there is a reply that was not fetched whole, so that the client may still be at it. */
type Unclosed = {
  acknowledged: bigint;
  silenceMs: number;
  /** Less silence than this is not told of. */
  limitMs: number;
  moment: SessionCase['moment'];
  reply: 'none' | 'open' | 'fetched';
};

/** Clients close as soon as the last Ack is there. */
const CLOSES_WITHIN_MS = 60_000;

export const closeSessionMissing = defineRule<'session', Unclosed>({
  id: 'close-session-missing',
  on: ['session'],
  about: 'request',
  once: 'session',
  severity: severityOf,
  blames: 'client',
  // No source says how soon.
  confidence: ({ moment }) => (moment === 'quiet' ? 'certain' : 'likely'),
  listed: { severity: 'warning', confidence: 'likely' },
  source: '[BUP §2.2.8, §2.2.10]',
  title: 'Upload complete, but not closed',
  why: 'The server publishes the file at Close-Session. Until then it waits in a session folder, up to 14 days, and is deleted when the session expires.',
  fix: 'Send Close-Session after the last Ack and, if there is a reply, after its download; Cancel-Session to give up. On Windows, look at the state of the job: an application must call Complete.',
  reality:
    'Suspended jobs, users who logged off and slow replies delay Close-Session. It is told of after a minute of silence, as a warning after 15 minutes without an open reply, and after 24 hours in any case.',
  check({ session, moment, silenceMs }) {
    if (moment === 'over' || session.state !== 'WAIT_FOR_CLOSE' || session.end) return undefined;
    const limitMs = silenceLimit(moment, CLOSES_WITHIN_MS);
    if (silenceMs < limitMs) return undefined;
    return { acknowledged: session.coverage.acknowledged, silenceMs, limitMs, moment, reply: replyOf(session) };
  },
  message({ acknowledged, silenceMs, reply }) {
    const open = reply === 'open' ? ' Its reply was not downloaded whole.' : '';
    return `All ${bytes(acknowledged)} were acknowledged, and neither Close-Session nor Cancel-Session came in the ${duration(silenceMs)} since.${open}`;
  },
});

function severityOf({ moment, silenceMs, reply }: Unclosed): Severity {
  if (moment === 'quiet') return 'warning';
  return silenceMs >= RETRY_WINDOW_MS && reply !== 'open' ? 'warning' : 'note';
}

function replyOf({ reply }: Session): Unclosed['reply'] {
  if (!reply) return 'none';
  return reply.complete ? 'fetched' : 'open';
}
