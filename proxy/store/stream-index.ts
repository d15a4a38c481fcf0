import type { Direction } from '../core/recorded-bytes.ts';

/** A stretch of what went one way on a connection, that was seen at once. */
export interface Stretch {
  readonly at: number;
  /** Its place in the direction, and how long it is. */
  readonly start: number;
  readonly length: number;
  /** Which file has it, and where in it; nowhere, if it was not kept. */
  readonly file: number;
  readonly place: number | undefined;
}

export interface PlacedStretch extends Stretch {
  readonly connection: string;
  readonly from: Direction;
}

/** Numbers of a stretch: at, start, length, file, place. */
const NUMBERS = 5;
const FIRST_STRETCHES = 4;
const NOWHERE = -1;

/** Where everything lies that was said: forty bytes for each stretch, whatever its length is. */
export class StreamIndex {
  /** By connection. */
  readonly #directions: Readonly<Record<Direction, Map<string, Column>>> = { client: new Map(), server: new Map() };

  /** Stretches of one direction come in their order. */
  add({ connection, from, at, start, length, file, place = NOWHERE }: PlacedStretch): void {
    const columns = this.#directions[from];
    const known = columns.get(connection);
    const column = known ?? new Column();
    if (!known) columns.set(connection, column);
    column.add(at, start, length, file, place);
  }

  /** Those that reach into a part of a direction, in order. */
  *stretches(connection: string, from: Direction, start: number, end: number): Generator<Stretch> {
    const column = this.#directions[from].get(connection);
    if (!column) return;
    // While one is looked at, the oldest may be forgotten.
    for (let at = start; ; ) {
      const index = column.firstEndingBehind(at);
      if (index === column.count) return;
      const stretch = column.get(index);
      if (stretch.start >= end) return;
      yield stretch;
      at = stretch.start + stretch.length;
    }
  }

  /** What was seen before then lies nowhere any more. */
  forgetBefore(at: number): void {
    for (const columns of Object.values(this.#directions)) {
      for (const [connection, column] of columns) if (column.dropBefore(at) === 0) columns.delete(connection);
    }
  }
}

/** The stretches of one direction, as numbers that the garbage collector need not walk through. */
class Column {
  count = 0;
  #numbers = new Float64Array(FIRST_STRETCHES * NUMBERS);

  add(at: number, start: number, length: number, file: number, place: number): void {
    const base = this.count * NUMBERS;
    if (base === this.#numbers.length) this.#grow();
    this.#numbers[base] = at;
    this.#numbers[base + 1] = start;
    this.#numbers[base + 2] = length;
    this.#numbers[base + 3] = file;
    this.#numbers[base + 4] = place;
    this.count += 1;
  }

  get(index: number): Stretch {
    const base = index * NUMBERS;
    const [at = 0, start = 0, length = 0, file = 0, place = NOWHERE] = this.#numbers.subarray(base, base + NUMBERS);
    return { at, start, length, file, place: place === NOWHERE ? undefined : place };
  }

  firstEndingBehind(start: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const base = middle * NUMBERS;
      if ((this.#numbers[base + 1] ?? 0) + (this.#numbers[base + 2] ?? 0) > start) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Tells how many are left. */
  dropBefore(at: number): number {
    let low = 0;
    while (low < this.count && (this.#numbers[low * NUMBERS] ?? 0) < at) low += 1;
    if (low === 0) return this.count;
    this.#numbers = this.#numbers.slice(low * NUMBERS);
    this.count -= low;
    return this.count;
  }

  #grow(): void {
    const grown = new Float64Array(Math.max(FIRST_STRETCHES * NUMBERS, this.#numbers.length * 2));
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}
