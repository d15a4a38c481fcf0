import type { Coverage } from '../bits/coverage.ts';
import { type ByteRange, rangeLength } from '../bits/range.ts';
import { overlaps } from '../bits/range-list.ts';

/** How many bytes of a stretch had been sent before. */
export function repeatedBytes({ sent }: Coverage, stretch: ByteRange): number {
  return Number(overlaps(sent, stretch).reduce((sum, overlap) => sum + rangeLength(overlap), 0n));
}
