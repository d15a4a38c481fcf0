import { type ByteRange, rangeLength } from './range.ts';
import { holes, includes, insertRange, joinClosest, overlaps } from './range-list.ts';

/** Which bytes of the file went over the wire, and how far the server acknowledged them. Ranges are sorted and disjoint. */
export interface Coverage {
  readonly sent: readonly ByteRange[];
  /** Bytes that were sent more than once. */
  readonly sentAgain: readonly ByteRange[];
  /** Bytes `[0, acknowledged)` are the server's by its own word. */
  readonly acknowledged: bigint;
  /** More ranges than the limit: the neighbours that lie closest were joined, so that holes are missing here. */
  readonly approximate: boolean;
}

/** A stretch of the file for a bar that shows it; both ends inclusive. */
export interface Segment extends ByteRange {
  /** `again`: sent more than once, acknowledged or not. `acknowledged` may be without having been seen sent. */
  readonly kind: 'acknowledged' | 'sent' | 'again' | 'missing';
}

export const EMPTY_COVERAGE: Coverage = { sent: [], sentAgain: [], acknowledged: 0n, approximate: false };

/** How many ranges a coverage keeps of each kind. An upload in order has one. */
export const MAX_RANGES = 1000;

/** Bytes went over the wire: those that came, not those that were announced. An inverted range adds nothing. */
export function addSent(coverage: Coverage, range: ByteRange, limit = MAX_RANGES): Coverage {
  if (range.last < range.first) return coverage;
  const exact = insertRange(coverage.sent, range);
  const exactAgain = overlaps(coverage.sent, range).reduce<readonly ByteRange[]>(
    (again, overlap) => insertRange(again, overlap),
    coverage.sentAgain,
  );
  const sent = joinClosest(exact, limit);
  const sentAgain = joinClosest(exactAgain, limit);
  const approximate = coverage.approximate || sent !== exact || sentAgain !== exactAgain;
  return { sent, sentAgain, acknowledged: coverage.acknowledged, approximate };
}

/** The server's word on the next byte that it wants counts, also when it goes back [BUP §3.1.5.1.4]. */
export function acknowledge(coverage: Coverage, nextOffset: bigint): Coverage {
  if (nextOffset === coverage.acknowledged) return coverage;
  const { sent, sentAgain, approximate } = coverage;
  return { sent, sentAgain, acknowledged: nextOffset, approximate };
}

/** Bytes of `[0, total)` that were never sent. */
export function missing(coverage: Coverage, total: bigint): readonly ByteRange[] {
  return holes(coverage.sent, total);
}

/** How many distinct bytes were sent more than once: a byte that was sent three times counts once. */
export function bytesSentAgain(coverage: Coverage): bigint {
  return coverage.sentAgain.reduce((sum, range) => sum + rangeLength(range), 0n);
}

/** `[0, total)` as a row of stretches without gaps, neighbours of different kinds. */
export function segments(coverage: Coverage, total: bigint): Segment[] {
  const starts = edges(coverage, total);
  const found: Segment[] = [];
  starts.forEach((first, index) => {
    const last = (starts[index + 1] ?? total) - 1n;
    const kind = kindAt(coverage, first);
    const before = found.at(-1);
    if (before?.kind === kind) found.splice(-1, 1, { first: before.first, last, kind });
    else found.push({ first, last, kind });
  });
  return found;
}

/** Every offset below `total` at which the kind may change, in order. */
function edges({ sent, sentAgain, acknowledged }: Coverage, total: bigint): bigint[] {
  const ends = [...sent, ...sentAgain].flatMap(({ first, last }) => [first, last + 1n]);
  const inside = [0n, acknowledged, ...ends].filter((offset) => offset < total);
  return [...new Set(inside)].sort((a, b) => (a < b ? -1 : 1));
}

function kindAt({ sent, sentAgain, acknowledged }: Coverage, offset: bigint): Segment['kind'] {
  const wasSent = includes(sent, offset);
  if (!wasSent && offset >= acknowledged) return 'missing';
  if (wasSent && includes(sentAgain, offset)) return 'again';
  return offset < acknowledged ? 'acknowledged' : 'sent';
}
