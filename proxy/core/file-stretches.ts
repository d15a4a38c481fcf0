import { type Coverage, type Segment, segments } from './bits/coverage.ts';
import { type ByteRange, MAX_OFFSET } from './bits/range.ts';
import { holes } from './bits/range-list.ts';

/** What became of a stretch of the file. `unsent`: acknowledged, although it was not seen sent. */
export type StretchKind = Segment['kind'] | 'unsent';

/** Both ends inclusive. */
export interface FileStretch extends ByteRange {
  readonly kind: StretchKind;
}

/** The gravest first: one sign may stand for many stretches, and a hole must be seen. */
export const STRETCH_GRAVITY: readonly StretchKind[] = ['missing', 'unsent', 'again', 'sent', 'acknowledged'];

/** `[0, total)` as a row of stretches without gaps: the segments, and in them what the server cannot have from here. */
export function fileStretches(coverage: Coverage, total: bigint): FileStretch[] {
  const unsent = holes(coverage.sent, total < MAX_OFFSET ? total : MAX_OFFSET);
  let next = 0;
  return segments(coverage, total).flatMap((segment) => {
    if (segment.kind !== 'acknowledged') return [segment];
    while ((unsent[next]?.last ?? MAX_OFFSET) < segment.first) next += 1;
    const found: FileStretch[] = [];
    let at = segment.first;
    for (let index = next; index < unsent.length; index += 1) {
      const hole = unsent[index];
      if (!hole || hole.first > segment.last) break;
      const first = hole.first > at ? hole.first : at;
      const last = hole.last < segment.last ? hole.last : segment.last;
      if (first > at) found.push({ first: at, last: first - 1n, kind: 'acknowledged' });
      found.push({ first, last, kind: 'unsent' });
      at = last + 1n;
    }
    return at <= segment.last ? [...found, { first: at, last: segment.last, kind: 'acknowledged' as const }] : found;
  });
}
