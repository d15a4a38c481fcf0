import type { ByteRange } from '../core/bits/range.ts';
import type { Copy, PayloadPlan } from '../core/payload.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import { bytesOf } from './rebuild.ts';

/** Bytes of the file that were sent twice and are not the same; the ids are those of the exchanges. */
export interface Difference extends ByteRange {
  readonly kept: string;
  readonly other: string;
}

export interface ComparedCopies {
  /** How many bytes were sent again and could be compared, and how many of them are not the same. */
  readonly compared: bigint;
  readonly different: bigint;
  /** Sent again, and not recorded once or twice. */
  readonly notCompared: bigint;
  /** As many as were asked for; `more` were not listed. */
  readonly differences: readonly Difference[];
  readonly more: number;
}

const DEFAULT_LISTED = 100;

/** Compares what was sent twice byte by byte. Rejects with ProxyError. */
export async function compareCopies(plan: PayloadPlan, bytes: RecordedBytes, listed = DEFAULT_LISTED): Promise<ComparedCopies> {
  const found = new Found(listed);
  for (const copy of plan.copies()) await compare(copy, bytes, found);
  return found.result();
}

async function compare(copy: Copy, bytes: RecordedBytes, found: Found): Promise<void> {
  const { first, last, kept, other } = copy;
  const [ours, theirs] = [bytesOf({ first, last, source: kept }, bytes), bytesOf({ first, last, source: other }, bytes)];
  let at = first;
  for await (const [a, b] of abreast(ours, theirs)) {
    found.take(copy, at, a, b);
    at += BigInt(lengthOf(a));
  }
}

type Kept = { readonly bytes?: Uint8Array | undefined; readonly missing?: number | undefined };

/** Two runs of the same length, in steps that are as long on both sides. */
async function* abreast(ours: AsyncIterator<Kept>, theirs: AsyncIterator<Kept>): AsyncGenerator<readonly [Kept, Kept]> {
  let [a, b] = [await nextOf(ours), await nextOf(theirs)];
  while (a && b) {
    const length = Math.min(lengthOf(a), lengthOf(b));
    yield [partOf(a, 0, length), partOf(b, 0, length)];
    a = length < lengthOf(a) ? partOf(a, length, lengthOf(a)) : await nextOf(ours);
    b = length < lengthOf(b) ? partOf(b, length, lengthOf(b)) : await nextOf(theirs);
  }
}

async function nextOf(run: AsyncIterator<Kept>): Promise<Kept | undefined> {
  const step = await run.next();
  return step.done ? undefined : step.value;
}

function lengthOf({ bytes, missing }: Kept): number {
  return bytes?.length ?? missing ?? 0;
}

function partOf({ bytes }: Kept, from: number, to: number): Kept {
  return bytes ? { bytes: bytes.subarray(from, to) } : { missing: to - from };
}

/** What the comparison of one file found so far. */
class Found {
  readonly #listed: number;
  readonly #differences: Difference[] = [];
  #more = 0;
  #compared = 0n;
  #different = 0n;
  #notCompared = 0n;
  /** The last one, whether listed or not: its end may lie in the next bytes. */
  #last: Difference | undefined;

  constructor(listed: number) {
    this.#listed = listed;
  }

  take(copy: Copy, at: bigint, a: Kept, b: Kept): void {
    if (!a.bytes || !b.bytes) {
      this.#notCompared += BigInt(lengthOf(a));
      return;
    }
    this.#compared += BigInt(a.bytes.length);
    if (Buffer.compare(a.bytes, b.bytes) === 0) return;
    for (let index = 0; index < a.bytes.length; ) {
      const end = endOfDifference(a.bytes, b.bytes, index);
      if (end > index) this.#differ(copy, at + BigInt(index), at + BigInt(end) - 1n);
      index = end + 1;
    }
  }

  result(): ComparedCopies {
    return {
      ...{ compared: this.#compared, different: this.#different, notCompared: this.#notCompared },
      ...{ differences: this.#differences, more: this.#more },
    };
  }

  #differ({ kept, other }: Copy, first: bigint, last: bigint): void {
    this.#different += last - first + 1n;
    const before = this.#last;
    const goesOn = before?.kept === kept.exchange && before.other === other.exchange && before.last + 1n === first;
    this.#last = { first: goesOn ? before.first : first, last, kept: kept.exchange, other: other.exchange };
    if (goesOn && this.#more === 0) this.#differences[this.#differences.length - 1] = this.#last;
    else if (!goesOn && this.#differences.length < this.#listed) this.#differences.push(this.#last);
    else if (!goesOn) this.#more += 1;
  }
}

/** The first byte from an index on that is the same in both. */
function endOfDifference(a: Uint8Array, b: Uint8Array, from: number): number {
  let at = from;
  while (at < a.length && a[at] !== b[at]) at += 1;
  return at;
}
