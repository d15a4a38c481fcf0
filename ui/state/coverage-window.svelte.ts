import type { ByteRange } from '../../proxy/core/bits/range.ts';

/** Not closer than this: what is smaller than a pixel at the closest is still a byte. */
const LEAST = 16n;

/** Which part of the file a map of it shows. */
export class CoverageWindow {
  readonly #total: () => bigint;
  #chosen = $state.raw<ByteRange>();

  constructor(total: () => bigint) {
    this.#total = total;
  }

  get total(): bigint {
    return this.#total();
  }

  /** Both ends inclusive. */
  readonly range: ByteRange = $derived.by(() => {
    const total = this.#total();
    const whole = { first: 0n, last: total > 0n ? total - 1n : 0n };
    return this.#chosen ? within(this.#chosen, whole) : whole;
  });

  get length(): bigint {
    return this.range.last - this.range.first + 1n;
  }

  get isWhole(): boolean {
    return this.length >= this.#total();
  }

  /** Closer by half, or back, around a byte: that in the middle unless another is named. */
  zoom(to: 'in' | 'out', around: bigint = this.range.first + this.length / 2n): void {
    const wanted = to === 'in' ? this.length / 2n : this.length * 2n;
    const length = wanted > LEAST ? wanted : LEAST;
    const before = ((around - this.range.first) * length) / this.length;
    this.show({ first: around - before, last: around - before + length - 1n });
  }

  /** Along the file by half of what is seen. */
  pan(to: 'left' | 'right'): void {
    const by = (this.length / 2n) * (to === 'left' ? -1n : 1n);
    this.show({ first: this.range.first + by, last: this.range.last + by });
  }

  show(range: ByteRange): void {
    const total = this.#total();
    const length = range.last - range.first + 1n;
    if (length >= total) this.fit();
    else this.#chosen = shifted(range, total);
  }

  /** A stretch with as much room on both sides. */
  showAround({ first, last }: ByteRange): void {
    const room = last - first + 1n > LEAST ? last - first + 1n : LEAST;
    this.show({ first: first - room, last: last + room });
  }

  fit(): void {
    this.#chosen = undefined;
  }

  /** Where an offset is in what is shown: 0 at the left end, 1 at the right; beyond them outside. */
  shareOf(offset: bigint): number {
    return Number(((offset - this.range.first) * 1_000_000n) / this.length) / 1_000_000;
  }
}

/** The whole of it stays within the file. */
function shifted({ first, last }: ByteRange, total: bigint): ByteRange {
  if (first < 0n) return { first: 0n, last: last - first };
  const beyond = last - total + 1n;
  return beyond > 0n ? { first: first - beyond, last: total - 1n } : { first, last };
}

function within(range: ByteRange, whole: ByteRange): ByteRange {
  return range.last > whole.last ? shifted(range, whole.last + 1n) : range;
}
