const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

/** Entries of numbers and texts in memory that the garbage collector need not walk through. What was put in never changes. */
export class Page {
  readonly #numbers: Float64Array;
  readonly #bytes: Buffer;
  /** Where the next entry begins, in numbers. */
  #end = 0;

  constructor(bytes: number) {
    this.#numbers = new Float64Array(Math.ceil(bytes / NUMBER_BYTES));
    this.#bytes = Buffer.from(this.#numbers.buffer);
  }

  get size(): number {
    return this.#bytes.length;
  }

  /** Bytes that are still free. */
  get room(): number {
    return (this.#numbers.length - this.#end) * NUMBER_BYTES;
  }

  /** Gives the entry's place. There must be room for it, and each character must be one byte. */
  put(numbers: readonly number[], texts: readonly string[]): number {
    const place = this.#end;
    this.#numbers.set(numbers, place);
    let at = (place + numbers.length) * NUMBER_BYTES;
    for (const text of texts) at += this.#bytes.write(text, at, 'latin1');
    this.#end = Math.ceil(at / NUMBER_BYTES);
    return place;
  }

  number(place: number): number {
    return this.#numbers[place] ?? 0;
  }

  numbers(place: number, count: number): Float64Array {
    return this.#numbers.subarray(place, place + count);
  }

  /** The text that begins so many bytes behind the entry's `numbers` numbers. */
  text(place: number, numbers: number, offset: number, length: number): string {
    const start = (place + numbers) * NUMBER_BYTES + offset;
    return this.#bytes.toString('latin1', start, start + length);
  }
}
