/** What a server's "no" means for a session that is not over. */
import { beganUnseen } from '../bits/expectation.ts';
import { TOO_LARGE } from '../bits/hresult.ts';
import type { Refusals } from '../facts/session-facts.ts';
import { bytes, grouped } from '../rules/number.ts';
import type { SessionView } from '../timeline.ts';
import { BLOCKED, refusalMeaning } from './refusal-meaning.ts';
import { sinceThen } from './troubles.ts';
import type { StoppedBy, Verdict } from './verdict-type.ts';
import { acknowledged, answerText, statusText, thePacket, times } from './words.ts';

/** What is refused at present, unless the client is about to do as it was told. */
function current({ facts, lastFragment }: SessionView): Refusals | undefined {
  const { refusals } = facts;
  const obeys =
    refusals?.asked !== undefined && lastFragment?.exchange !== refusals.exchange && lastFragment?.range?.first === refusals.asked;
  return obeys ? undefined : refusals;
}

/** 416 at an offset that is not the server's: the client must go on from `BITS-Received-Content-Range` [BUP §3.1.5.1.4]. */
export function outOfStep(view: SessionView): Verdict | undefined {
  const refusals = current(view);
  if (refusals?.status !== 416 || refusals.given === undefined) return undefined;
  const { given, asked, count } = refusals;
  const stopped = count > 1 || view.facts.silent !== undefined;
  const lead = stopped ? 'Stopped by the server: it' : 'Out of step: the server';
  return {
    outcome: 'out-of-step',
    stoppedBy: stopped ? 'server' : 'nobody',
    sentence: `${lead} answered 416${count > 1 ? ` ${times(count)}` : ''} at offset ${grouped(given)} ${askedText(view, { given, asked, count })}.`,
    advice: offsetAdvice(given, asked),
  };
}

function askedText(view: SessionView, { given, asked, count }: { given: bigint; asked: bigint | undefined; count: number }): string {
  if (asked === undefined) return 'and names no offset to go on from';
  if (asked === given) return 'and asks for that very offset';
  const way = asked < given ? 'back' : 'forward';
  const did = count > 1 ? `the client never went ${way}` : sinceThen(view, `went ${way}`, `gone ${way}`);
  return `and asks for ${grouped(asked)}; ${did}`;
}

function offsetAdvice(given: bigint, asked: bigint | undefined): string {
  if (asked === undefined || asked === given)
    return 'Fix the server: its 416 must name the next byte that it wants in BITS-Received-Content-Range.';
  return `The client must send its next Fragment from byte ${grouped(asked)}, as BITS-Received-Content-Range says, or cancel and start over.`;
}

/** 413 or `BG_E_TOO_LARGE` [BUP §2.2.1.2, §3.1.5.2.4]. */
export function tooLarge(view: SessionView): Verdict | undefined {
  const refusals = current(view);
  if (!refusals || (refusals.status !== 413 && refusals.code !== TOO_LARGE)) return undefined;
  const size = refusals.packet === 'fragment' ? view.facts.fragmentSizes?.last : undefined;
  return {
    ...{ outcome: 'refused', stoppedBy: refuser(refusals) },
    sentence: `Refused as too large by ${whoever(refusals)}, with ${acknowledged(view)}: ${answerText(refusals)}${size === undefined ? '' : `; the last had ${bytes(size)}`}.`,
    advice:
      refusals.status === 413
        ? `Clients send smaller Fragments after a 413. ${refusalMeaning(refusals).advice}`
        : refusalMeaning(refusals).advice,
  };
}

/** A refusal that may mean "I do not know this session", of one that was not seen to begin. */
export function unknownUnsignalled(view: SessionView): Verdict | undefined {
  const refusals = current(view);
  if (!refusals?.mayDenySession || !refusals.bits || !beganUnseen(view) || view.nextOffset !== undefined) return undefined;
  return {
    outcome: 'lost',
    stoppedBy: 'server',
    sentence: `Stopped by the server: ${answerText(refusals)}, of a session that was not seen created; most likely it does not know the session.`,
    advice: 'The server should say so with 500 and 0x8020001F: only that makes clients start over.',
  };
}

/** As in the rule `verb-blocked`: what filters and servers answer to a method that they do not know or allow. */
const METHOD_REFUSED: ReadonlySet<number> = new Set([400, 403, 404, 405, 501]);

/** Before a session was created, somebody refused who sends no BITS header. */
export function blocked(view: SessionView): Verdict | undefined {
  const refusals = current(view);
  if (!refusals || refusals.bits || !METHOD_REFUSED.has(refusals.status) || view.sessionId !== undefined) return undefined;
  return {
    outcome: 'refused',
    stoppedBy: refuser(refusals),
    sentence: `Stopped before BITS: ${statusText(refusals)} to ${thePacket(refusals.packet)}${again(refusals)}, ${BLOCKED.meaning}.`,
    advice: BLOCKED.advice,
  };
}

/** Any other answer that is no success. */
export function refused(view: SessionView): Verdict | undefined {
  const refusals = current(view);
  if (!refusals) return undefined;
  const { meaning, advice, passes } = refusalMeaning(refusals);
  const lead = passes ? 'Put off' : 'Stopped';
  const so = view.sessionId === undefined ? '' : `, with ${acknowledged(view)}`;
  return {
    outcome: passes ? 'interrupted' : 'refused',
    stoppedBy: refuser(refusals),
    sentence: `${lead} by ${whoever(refusals)}${so}: ${answerText(refusals)}, which means: ${meaning}${passes ? stayedAway(view) : ''}.`,
    advice: passes ? `${advice} ${AGAIN[view.facts.silent ?? 'no']}` : advice,
  };
}

/** What was seen, or is to be expected, of the next attempt [BUP §3.1.5.2.3]. */
const AGAIN: Readonly<Record<NonNullable<SessionView['facts']['silent']> | 'no', string>> = {
  no: 'The client tries again by itself.',
  quiet: 'The client should have tried again: look at its job, which may be suspended or cancelled.',
  'traffic-ended': 'The client tries again by itself, after 10 minutes unless the job says otherwise.',
};

function stayedAway({ facts: { silent } }: SessionView): string {
  if (!silent) return '';
  return silent === 'quiet' ? '; the client never came back' : '; the traffic ends before the client came back';
}

function again({ count }: Refusals): string {
  return count === 1 ? '' : `, ${times(count)}`;
}

/** As the rule `verb-blocked` has it: a page with a `Via` was sent on the way. */
export function refuser({ bits, relayed, status }: Refusals): Extract<StoppedBy, 'server' | 'intermediary'> {
  return !bits && (relayed || status === 502 || status === 504) ? 'intermediary' : 'server';
}

export function whoever(refusals: Refusals): string {
  return refuser(refusals) === 'server' ? 'the server' : 'something on the way';
}
