/** Sorted lists of ranges that neither overlap nor touch: the arithmetic under `coverage.ts`. */
import { type ByteRange, MAX_OFFSET, rangeLength } from './range.ts';

export type RangeList = readonly ByteRange[];

const NONE: RangeList = [];

/** Adds a range, and makes one of all that it overlaps or touches. */
export function insertRange(ranges: RangeList, { first, last }: ByteRange): RangeList {
  const from = countLeading(ranges, (range) => range.last + 1n < first);
  const to = countLeading(ranges, (range) => range.first <= last + 1n);
  const lowest = ranges[from]?.first ?? first;
  const highest = ranges[to - 1]?.last ?? last;
  const merged = { first: lowest < first ? lowest : first, last: highest > last ? highest : last };
  return ranges.toSpliced(from, to - from, merged);
}

/** What a list and a range have in common. */
export function overlaps(ranges: RangeList, { first, last }: ByteRange): RangeList {
  const from = countLeading(ranges, (range) => range.last < first);
  const to = countLeading(ranges, (range) => range.first <= last);
  if (from === to) return NONE;
  return ranges.slice(from, to).map((range) => ({
    first: range.first > first ? range.first : first,
    last: range.last < last ? range.last : last,
  }));
}

export function includes(ranges: RangeList, offset: bigint): boolean {
  const range = ranges[countLeading(ranges, (candidate) => candidate.last < offset)];
  return range !== undefined && range.first <= offset;
}

/** The holes of a list between 0 and `total`. */
export function holes(ranges: RangeList, total: bigint): RangeList {
  const found: ByteRange[] = [];
  let next = 0n;
  for (const { first, last } of ranges) {
    if (first >= total) break;
    if (first > next) found.push({ first: next, last: first - 1n });
    next = last + 1n;
  }
  if (next < total) found.push({ first: next, last: total - 1n });
  return found;
}

/** At most `limit` ranges, at least one: the smallest holes between them are filled. */
export function joinClosest(ranges: RangeList, limit: number): RangeList {
  let joined = ranges;
  while (joined.length > Math.max(limit, 1)) joined = insertRange(joined, smallestHole(joined));
  return joined;
}

/** The first of the smallest holes between two or more ranges. */
function smallestHole([head, ...rest]: RangeList): ByteRange {
  let end = head?.last ?? 0n;
  let hole: ByteRange = { first: 0n, last: MAX_OFFSET };
  for (const { first, last } of rest) {
    const between = { first: end + 1n, last: first - 1n };
    if (rangeLength(between) < rangeLength(hole)) hole = between;
    end = last;
  }
  return hole;
}

/** How many ranges from the start meet a condition that, once unmet, stays so: a binary search. */
function countLeading(ranges: RangeList, meets: (range: ByteRange) => boolean): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range && meets(range)) low = middle + 1;
    else high = middle;
  }
  return low;
}
