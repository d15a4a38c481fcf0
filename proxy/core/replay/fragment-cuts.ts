import type { ByteRange, ContentRange } from '../bits/range.ts';
import { packetOf, type ScriptStep } from './client-script.ts';

/** Where a recorded client cut its file: what is sent anew is cut at the same places. */
export class FragmentCuts {
  /** Ends of Fragments, exclusive, in order. */
  readonly #ends: readonly bigint[];
  #largest = 0;

  constructor(ranges: Iterable<ContentRange>) {
    const ends = new Set<bigint>();
    for (const { first, last } of ranges) {
      ends.add(last + 1n);
      this.#largest = Math.max(this.#largest, Number(last - first) + 1);
    }
    this.#ends = [...ends].sort((a, b) => (a < b ? -1 : 1));
    // What nobody recorded is cut as the reference client does it.
    this.#largest = Math.max(this.#largest, 1024 ** 2);
  }

  /** What to send from `first` on, up to `end` at most; there is something. */
  rangeFrom(first: bigint, end: bigint, total: bigint): ContentRange {
    const cut = this.#endBehind(first);
    const limit = first + BigInt(this.#largest);
    return { first, last: min(min(cut ?? end, end), limit) - 1n, total };
  }

  /** Half of what was too large; says whether that may be sent at all. */
  shrink({ first, last }: ByteRange): boolean {
    const length = Number(last - first + 1n);
    this.#largest = Math.max(SMALLEST_FRAGMENT, Math.floor(length / 2));
    return length > SMALLEST_FRAGMENT;
  }

  #endBehind(offset: bigint): bigint | undefined {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0n) > offset) high = middle;
      else low = middle + 1;
    }
    return this.#ends[low];
  }
}

/** Windows does not go below [BUP <10>]. */
const SMALLEST_FRAGMENT = 5 * 1024;

/**
 * What each Fragment brought of the file. One whose connection broke in its middle brought nothing where the client sent the
 * rest later, and else what came of it.
 */
export function broughtRanges(steps: readonly ScriptStep[]): ReadonlyMap<ScriptStep, ContentRange> {
  const brought: [ScriptStep, ContentRange][] = [];
  let later = -1n;
  for (const step of steps.toReversed()) {
    const packet = packetOf(step);
    const range = packet?.type === 'fragment' ? sentRange(packet.range, step.request.bodyLength) : undefined;
    if (!range) continue;
    const wasCut = packet?.type === 'fragment' && packet.range?.last !== range.last;
    if (!wasCut || range.last > later) brought.push([step, range]);
    if (!wasCut && range.last > later) later = range.last;
  }
  return new Map(brought.reverse());
}

function sentRange(range: ContentRange | undefined, bodyLength: number): ContentRange | undefined {
  if (!range) return undefined;
  const last = min(range.last, range.first + BigInt(bodyLength) - 1n);
  return last < range.first || last >= range.total ? undefined : { ...range, last };
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
