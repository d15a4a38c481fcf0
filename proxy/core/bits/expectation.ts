import { sameHost } from './host-id.ts';
import type { Fragment } from './packet.ts';
import { rangeLength } from './range.ts';
import type { LastFragment, Session } from './session.ts';
import { isSuccess } from './session-progress.ts';

/** Where the next Fragment of a session may start, and why we think so. */
export interface Expectation {
  /** The lowest and the highest legal first byte. */
  readonly from: bigint;
  readonly to: bigint;
  /**
   * `own-ack`: the Ack of the preceding Fragment named this offset. `earlier-ack`: the preceding Fragment's answer named
   * none; this is what the server said before, or what a 200 implies. `unanswered`: the preceding Fragment got no answer,
   * so the client can't know what was stored. `beyond-sent`: the Ack of the preceding Fragment named an offset that the client
   * has not reached; one that believes it and one that goes on where it is are both right. `start`: no Fragment yet. `joined`: no
   * offset was seen, nor what came before.
   */
  readonly basis: 'own-ack' | 'earlier-ack' | 'unanswered' | 'beyond-sent' | 'start' | 'joined';
}

/** What the client may send next [BUP §2.2.6, §2.2.7.2], as the session stands. */
export function expectedStart(session: Session): Expectation {
  const { lastFragment, nextOffset = 0n } = session;
  if (beganUnseen(session) && session.nextOffset === undefined) return { from: 0n, to: sentEnd(session), basis: 'joined' };
  if (!lastFragment) return { from: nextOffset, to: nextOffset, basis: 'start' };
  if (lastFragment.outcome !== 'answered') return { from: nextOffset, to: max(nextOffset, sentEnd(session)), basis: 'unanswered' };
  const own = lastFragment.status !== undefined && tellsWhereToGoOn(lastFragment.status) ? lastFragment.nextOffset : undefined;
  if (own === undefined) return { from: nextOffset, to: nextOffset, basis: 'earlier-ack' };
  const reached = sentEnd(session);
  if (own > reached && !beganUnseen(session)) return { from: reached, to: own, basis: 'beyond-sent' };
  return { from: own, to: own, basis: 'own-ack' };
}

/** Only a 200 and a 416 tell a client where to go on [BUP §3.1.5.2.4]; the offset on another error is no order. */
export function tellsWhereToGoOn(status: number): boolean {
  return isSuccess(status) || status === 416;
}

/** Whether a Fragment goes to another node of a farm than the one before it. Going back to a host named before needs another connection. */
export function changesHost({ host, connection }: Fragment, { hosts, lastConnection }: Session): boolean {
  if (host === undefined) return false;
  return !hosts.some((known) => sameHost(known, host)) || (hosts.length > 1 && connection !== lastConnection);
}

/** One more than the highest byte that the client sent in our view. */
export function sentEnd({ coverage }: Session): bigint {
  return (coverage.sent.at(-1)?.last ?? -1n) + 1n;
}

/** No Create-Session of it was seen: an earlier part may be hidden from us. */
export function beganUnseen({ seenFromStart, attempts }: Session): boolean {
  return !seenFromStart || attempts === 0;
}

/** How much of the file the server has, and how much there is, in bytes from the first on. */
export interface Completeness {
  readonly acknowledged: bigint;
  readonly total: bigint;
  /** `acks`: the server's own word. `last-fragment`: no Ack was seen; at best, the server has all up to that Fragment's end. */
  readonly basis: 'acks' | 'last-fragment';
}

/** What a Close-Session would end: undefined when no Fragment was seen or the file is empty, so that nothing can be said. */
export function completeness(session: Session): Completeness | undefined {
  const { total, coverage, lastFragment } = session;
  if (total === undefined || total === 0n || !lastFragment) return undefined;
  if (!beganUnseen(session) || session.nextOffset !== undefined) return { acknowledged: coverage.acknowledged, total, basis: 'acks' };
  const stored = storedAtBest(lastFragment);
  return stored === undefined ? undefined : { acknowledged: stored, total, basis: 'last-fragment' };
}

/** What a Close-Session would throw away: how complete the upload is, if it is not [BUP §2.2.8]. */
export function incompleteness(session: Session): Completeness | undefined {
  const known = completeness(session);
  return known && known.acknowledged < known.total ? known : undefined;
}

/** A Close-Session now would end the upload before all of it was acknowledged [BUP §2.2.8]. */
export function isIncomplete(session: Session): boolean {
  return incompleteness(session) !== undefined;
}

/** A refused Fragment added nothing; one without an answer may have added the bytes that were sent. */
function storedAtBest({ range, status, bodySent }: LastFragment): bigint | undefined {
  if (!range || (status !== undefined && !isSuccess(status))) return range?.first;
  return range.first + min(BigInt(bodySent), max(rangeLength(range), 0n));
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
