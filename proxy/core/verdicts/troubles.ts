/** What can hold up a session that is not over, whatever its state: the connection, credentials, and silence. */

import { rangeLength } from '../bits/range.ts';
import type { Challenges } from '../bits/session-memory.ts';
import type { Interruption } from '../facts/session-facts.ts';
import type { CutOff } from '../http/exchange.ts';
import { bytes } from '../rules/number.ts';
import type { SessionView } from '../timeline.ts';
import type { StoppedBy, Verdict } from './verdict-type.ts';
import { acknowledged, lasting, thePacket, times, unseenBeginning } from './words.ts';

/** A cut-off connection that nothing has followed. */
type Break = Interruption & { readonly cause: CutOff };

function lastBreak({ facts, lastExchange }: SessionView): Break | undefined {
  const latest = facts.interruptions.at(-1);
  if (!latest || latest.exchange !== lastExchange || latest.cause.how === 'status') return undefined;
  return { ...latest, cause: latest.cause };
}

/** What the client has done since: it may still come back, unless nothing more is expected. */
export function sinceThen({ facts }: SessionView, past: string, participle = past): string {
  return facts.silent ? `the client never ${past}` : `the client has not ${participle} so far`;
}

/** The tap could not reach the server, and had to say so itself. */
export function unreachable(view: SessionView): Verdict | undefined {
  const broken = lastBreak(view);
  if (broken?.cause.how !== 'failed' || broken.cause.by !== 'proxy') return undefined;
  return {
    outcome: 'interrupted',
    stoppedBy: 'network',
    sentence: `The server could not be reached, so that ${thePacket(broken.packet)} got no answer; ${acknowledged(view)}.`,
    advice: 'Check that the server runs, and that bitstap can reach it under this name and port. BITS clients try again by themselves.',
  };
}

/** One side spoke no HTTP, so that the packet or its answer can't be read. */
export function unreadable(view: SessionView): Verdict | undefined {
  const broken = lastBreak(view);
  if (broken?.cause.how !== 'failed') return undefined;
  const { by } = broken.cause;
  return {
    outcome: 'interrupted',
    stoppedBy: by === 'client' ? 'client' : 'server',
    sentence: `The ${by} sent bytes that are no HTTP where ${thePacket(broken.packet)} ${by === 'client' ? 'was on its way' : 'should be answered'}; ${acknowledged(view)}.`,
    advice: 'Look at the bytes of that exchange: a wrong length or another protocol on this port.',
  };
}

/** The tap was stopped or the capture ends while a packet was on its way: nobody's doing. */
export function notSeenToItsEnd(view: SessionView): Verdict | undefined {
  const broken = lastBreak(view);
  if (broken?.cause.how !== 'shutdown') return undefined;
  const end = view.facts.silent === 'traffic-ended' ? 'the traffic ends' : 'bitstap was stopped';
  return {
    outcome: 'unknown',
    stoppedBy: 'unknown',
    sentence: `Not seen to its end: ${end} while ${thePacket(broken.packet)} had no answer yet; ${acknowledged(view)}.`,
  };
}

/** The client gave up waiting: after two to five minutes that is its time-out [BUP §3.1.2]. */
export function timedOut(view: SessionView): Verdict | undefined {
  const broken = lastBreak(view);
  if (broken?.cause.by !== 'client' || (broken.waitedMs ?? 0) < TIME_OUT_MS) return undefined;
  return {
    outcome: 'interrupted',
    stoppedBy: 'client',
    sentence: `The client gave up: it had waited ${lasting(broken.waitedMs ?? 0)} for the answer to ${thePacket(broken.packet)}; ${acknowledged(view)}.`,
    advice: 'Find out why the server did not answer: the final Fragment waits for the application behind it. Clients wait 5 minutes.',
  };
}

const TIME_OUT_MS = 120_000;

/** The connection broke and nothing came since. */
export function cutOff(view: SessionView): Verdict | undefined {
  const broken = lastBreak(view);
  if (!broken) return undefined;
  const { by, how } = broken.cause;
  const who = by === 'proxy' ? 'bitstap' : `the ${by}`;
  const what = how === 'reset' ? 'reset' : 'closed';
  return {
    outcome: 'interrupted',
    stoppedBy: by === 'proxy' ? 'intermediary' : by,
    sentence: `Cut off by ${who}, with ${acknowledged(view)}: it ${what} the connection ${moment(broken)}; ${sinceThen(view, 'came back', 'come back')}.`,
    advice: 'Look for time-outs and size limits on the way and in the logs of that side. A BITS client goes on by itself when it can.',
  };
}

function moment({ packet, bodySent, waitedMs }: Break): string {
  if (waitedMs !== undefined) return `before ${thePacket(packet)} was answered`;
  return `in the middle of ${thePacket(packet)}, after ${bytes(bodySent)} of its body`;
}

/** The last answer asked for credentials [BUP §3.1.5.1.7]. */
export function challenged(view: SessionView): Verdict | undefined {
  const { challenges } = view.memory;
  if (!challenges || challenges.exchange !== view.lastExchange) return undefined;
  return isLoop(challenges) ? authenticationLoop(challenges) : credentialsMissing(view, challenges);
}

function isLoop({ count, withCredentials }: Challenges): boolean {
  return count >= 3 && withCredentials > 0;
}

function asker({ status }: Challenges): Extract<StoppedBy, 'server' | 'intermediary'> {
  return status === 407 ? 'intermediary' : 'server';
}

function authenticationLoop(challenges: Challenges): Verdict {
  const { status, count, withCredentials, packet } = challenges;
  const who = asker(challenges);
  return {
    outcome: 'not-authenticated',
    stoppedBy: who,
    sentence: `Stopped by the ${who === 'server' ? who : 'proxy on the way'}: it answered ${status} ${times(count)} in a row to ${thePacket(packet)}, ${times(withCredentials)} in spite of credentials.`,
    advice: 'Check the account, its rights, the clocks and the service name. NTLM and Negotiate need one connection from end to end.',
  };
}

function credentialsMissing(view: SessionView, challenges: Challenges): Verdict {
  const { status, packet, withCredentials } = challenges;
  const who = asker(challenges);
  const since = withCredentials > 0 ? sinceThen(view, 'came back', 'come back') : sinceThen(view, 'sent any');
  return {
    outcome: 'not-authenticated',
    stoppedBy: view.facts.silent ? who : 'nobody',
    sentence: `The ${who === 'server' ? who : 'proxy on the way'} asks for credentials (${status} to ${thePacket(packet)}); ${since}.`,
    advice: 'Give the job credentials for this server, or let the directory take uploads without.',
  };
}

/** Longer than this, an answer is late [BUP §3.1.2]. */
const LATE_MS = 60_000;

/** All of a packet was sent, and the answer is late. */
export function stuck(view: SessionView, at: number): Verdict | undefined {
  const { waiting } = view.facts;
  if (!waiting || at - waiting.since < LATE_MS || isOnItsWay(view, waiting.exchange)) return undefined;
  const application = view.state === 'NOTIFY' ? ' It is the final Fragment: the server may be asking the application behind it.' : '';
  return {
    outcome: 'stuck',
    stoppedBy: 'server',
    sentence: `Stuck at the server: ${thePacket(waiting.packet)} has waited ${lasting(at - waiting.since)} for an answer, with ${acknowledged(view)}.`,
    advice: `Look at what the server does; clients give up after 5 minutes.${application}`,
  };
}

/** The rest of a Fragment is still to be sent. */
function isOnItsWay({ lastFragment }: SessionView, exchange: string): boolean {
  if (lastFragment?.exchange !== exchange) return false;
  return !lastFragment.range || BigInt(lastFragment.bodySent) < rangeLength(lastFragment.range);
}

/** Nothing more came, and nothing was wrong with what came last. */
export function abandoned(view: SessionView): Verdict | undefined {
  const { silent } = view.facts;
  if (!silent) return undefined;
  const why = silent === 'quiet' ? 'no packet came for 24 hours' : 'the traffic ends here';
  const so =
    view.sessionId === undefined
      ? 'before a session was created'
      : `with ${acknowledged(view)} and neither Close-Session nor Cancel-Session`;
  return {
    outcome: 'abandoned',
    stoppedBy: silent === 'quiet' ? 'client' : 'unknown',
    sentence: `Left unfinished: ${why}, ${so}.${unseenBeginning(view)}`,
    advice:
      'Look at the job on the client: it may be suspended, its user logged off, or the computer off. The server keeps a session for 14 days.',
  };
}
