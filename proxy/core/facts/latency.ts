/** How long Acks took, ms: half of them came within `p50Ms`, 95 of 100 within `p95Ms`; both at most 9 % off. `maxMs` is exact. */
export interface AckLatency {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** The upper end of the first bucket, which takes all that is faster. */
const LOWEST_MS = 1 / 16;
const BUCKETS_PER_OCTAVE = 4;
const OCTAVES = 24;
/** The last takes all that is slower than 17 minutes, and counts as its lower end. */
const BUCKETS = OCTAVES * BUCKETS_PER_OCTAVE + 2;

/** What a bucket's latencies are taken for: the middle of its ends, by ratio. */
const MIDDLES: readonly number[] = Array.from({ length: BUCKETS }, (_, index) => {
  if (index === 0) return LOWEST_MS / 2;
  return LOWEST_MS * 2 ** ((index - (index === BUCKETS - 1 ? 1 : 0.5)) / BUCKETS_PER_OCTAVE);
});

/** A percentile's place in the histogram: its bucket, and how many latencies are in those before it. It moves a little with each. */
interface Mark {
  readonly share: number;
  bucket: number;
  below: number;
}

/**
 * Latencies of one session in a histogram of fixed size: four buckets an octave from 1/16 ms to 17 minutes, 98 numbers. Adding one
 * is a logarithm and a few additions, however many there are.
 */
export class Latency {
  readonly #counts: number[] = new Array<number>(BUCKETS).fill(0);
  readonly #median: Mark = { share: 0.5, bucket: 0, below: 0 };
  readonly #tail: Mark = { share: 0.95, bucket: 0, below: 0 };
  #total = 0;
  #maxMs = 0;

  add(ms: number): void {
    const bucket = bucketOf(ms);
    this.#counts[bucket] = this.#at(bucket) + 1;
    this.#total += 1;
    if (ms > this.#maxMs) this.#maxMs = ms;
    this.#move(this.#median, bucket);
    this.#move(this.#tail, bucket);
  }

  /** Nothing before the first. */
  snapshot(): AckLatency | undefined {
    if (this.#total === 0) return undefined;
    return { p50Ms: this.#middleOf(this.#median), p95Ms: this.#middleOf(this.#tail), maxMs: this.#maxMs };
  }

  #move(mark: Mark, added: number): void {
    if (added < mark.bucket) mark.below += 1;
    const wanted = Math.ceil(mark.share * this.#total);
    while (mark.below >= wanted) {
      mark.bucket -= 1;
      mark.below -= this.#at(mark.bucket);
    }
    while (mark.below + this.#at(mark.bucket) < wanted) {
      mark.below += this.#at(mark.bucket);
      mark.bucket += 1;
    }
  }

  #at(bucket: number): number {
    return this.#counts[bucket] ?? 0;
  }

  #middleOf({ bucket }: Mark): number {
    return Math.min(MIDDLES[bucket] ?? 0, this.#maxMs);
  }
}

function bucketOf(ms: number): number {
  if (ms < LOWEST_MS) return 0;
  return Math.min(Math.floor(Math.log2(ms / LOWEST_MS) * BUCKETS_PER_OCTAVE) + 1, BUCKETS - 1);
}
