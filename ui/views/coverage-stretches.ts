import type { Coverage } from '../../proxy/core/bits/coverage.ts';
import type { ByteRange } from '../../proxy/core/bits/range.ts';
import { fileStretches, STRETCH_GRAVITY, type StretchKind } from '../../proxy/core/file-stretches.ts';
import { type FragmentTrace, tracesOver } from '../../proxy/core/fragment-traces.ts';
import { formatBytes, formatCount } from '../parts/format.ts';

/** A stretch of the part of the file that is shown; `joined`: so many that cannot be told apart at this zoom. */
export interface ShownStretch extends ByteRange {
  readonly kind: StretchKind;
  readonly joined: number;
}

/** More cannot be told apart on a screen. */
const MAX_SHOWN = 300;

/** What of the file lies in a window, cut at its ends. */
export function stretchesIn(coverage: Coverage, total: bigint, window: ByteRange, limit = MAX_SHOWN): ShownStretch[] {
  const inside = fileStretches(coverage, total)
    .filter(({ first, last }) => last >= window.first && first <= window.last)
    .map(({ first, last, kind }) => ({
      first: first < window.first ? window.first : first,
      last: last > window.last ? window.last : last,
      ...{ kind, joined: 1 },
    }));
  return inside.length <= limit ? inside : joined(inside, limit);
}

function joined(found: readonly ShownStretch[], limit: number): ShownStretch[] {
  const size = Math.ceil(found.length / limit);
  return Array.from({ length: Math.ceil(found.length / size) }, (_, at) => found.slice(at * size, (at + 1) * size)).flatMap((group) => {
    const [head] = group;
    const tail = group.at(-1);
    if (!head || !tail) return [];
    const kind = STRETCH_GRAVITY.find((candidate) => group.some((one) => one.kind === candidate)) ?? head.kind;
    return [{ first: head.first, last: tail.last, kind, joined: group.length }];
  });
}

const WORDS: Readonly<Record<StretchKind, string>> = {
  acknowledged: 'acknowledged',
  sent: 'sent, but not acknowledged',
  again: 'sent more than once',
  unsent: 'acknowledged, although it was not seen sent',
  missing: 'not sent',
};

/** `bytes 0 – 99 of 300 (100 bytes): acknowledged`, and by which packets. */
export function stretchWords(stretch: ShownStretch, total: bigint, acknowledged: bigint): string {
  const { first, last, kind } = stretch;
  const where = `bytes ${formatCount(first)} – ${formatCount(last)} of ${formatCount(total)} (${formatBytes(last - first + 1n)})`;
  const what = kind === 'again' ? `${WORDS.again}, ${last < acknowledged ? 'acknowledged' : 'not all acknowledged'}` : WORDS[kind];
  return `${where}: ${what}${stretch.joined > 1 ? `, the gravest of ${stretch.joined} stretches` : ''}`;
}

/** The packets that carried bytes of it, by number; those without one are no longer kept. */
export function carriersOf(stretch: ByteRange, traces: readonly FragmentTrace[], numberOf: (exchange: string) => number | undefined) {
  return tracesOver(traces, stretch).map(({ exchange }) => ({ exchange, number: numberOf(exchange) }));
}
