/** How clients try to end a session that is not over. */
import { incompleteness } from '../bits/expectation.ts';
import { isChallenge } from '../bits/refusal.ts';
import type { SessionEnd } from '../bits/session.ts';
import { bytes, grouped } from '../rules/number.ts';
import type { SessionView } from '../timeline.ts';
import { refusalMeaning } from './refusal-meaning.ts';
import type { Verdict } from './verdict-type.ts';
import { acknowledged, answerText, progress, replyProgress } from './words.ts';

/** A Close-Session or Cancel-Session that is refused for good is not sent again [DOC ack-for-close-session]. */
function refusedEnd({ end, facts }: SessionView): (SessionEnd & { readonly status: number }) | undefined {
  const status = end?.outcome === 'answered' ? (end.status ?? 0) : 0;
  if (!end || status < 400 || status >= 500 || isChallenge(status) || facts.waiting) return undefined;
  return { ...end, status };
}

/** Close-Session before the end of the file, and the server did not have it. */
export function closedTooEarlyInVain(view: SessionView): Verdict | undefined {
  const end = refusedEnd(view);
  const known = end?.packet === 'close-session' ? incompleteness(view) : undefined;
  if (!end || !known) return undefined;
  return {
    outcome: 'incomplete',
    stoppedBy: 'client',
    sentence: `Closed too early by the client: it sent Close-Session with ${grouped(known.acknowledged)} of ${bytes(known.total)} acknowledged, and the server refused that with ${end.status}.`,
    advice: 'Fix the client: it must send the missing bytes first, or Cancel-Session to give up.',
  };
}

/** Close-Session or Cancel-Session was refused for good, and nothing is missing that is known of. */
export function endRefused(view: SessionView): Verdict | undefined {
  const end = refusedEnd(view);
  const { refusals } = view.facts;
  if (!end || refusals?.exchange !== end.exchange) return undefined;
  const { meaning, advice } = refusalMeaning(refusals);
  return {
    outcome: 'refused',
    stoppedBy: 'server',
    sentence: `Not ended by the server, with ${acknowledged(view)}: ${answerText(refusals)}, which means: ${meaning}.`,
    advice: `${advice} Check whether the file is at its destination: clients do not ask again after a ${end.status}.`,
  };
}

/** The whole file is acknowledged, and its reply is not fetched. */
export function replyOutstanding(view: SessionView): Verdict | undefined {
  const { reply, facts } = view;
  if (!reply || reply.complete || facts.silent || facts.waiting) return undefined;
  return {
    outcome: 'under-way',
    stoppedBy: 'nobody',
    sentence: `Waiting for the client: ${progress(view)} acknowledged; it has fetched ${replyProgress(view)} of the reply and has not closed so far.`,
  };
}

/** The whole file is acknowledged, and Close-Session never came. */
export function neverClosed(view: SessionView): Verdict | undefined {
  const { silent } = view.facts;
  if (!silent) return undefined;
  return {
    outcome: 'abandoned',
    stoppedBy: silent === 'quiet' ? 'client' : 'unknown',
    sentence: `Never closed: ${progress(view)} acknowledged, and ${silent === 'quiet' ? 'no packet came for 24 hours' : 'the traffic ends'} without Close-Session.`,
    advice: 'Without it the file may never reach its destination; look at the job on the client. The server keeps the session for 14 days.',
  };
}
