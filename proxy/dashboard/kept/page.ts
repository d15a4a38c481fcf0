import { constants, deflateRaw, inflateRawSync } from 'node:zlib';

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

/** So many compressed pages lie unpacked, because who reads an entry reads its neighbours next. */
const UNPACKED_PAGES = 16;
const unpacked: Page[] = [];

interface Content {
  readonly numbers: Float64Array;
  readonly bytes: Buffer;
}

/** Entries of numbers and texts in memory that the garbage collector need not walk through. What was put in never changes. */
export class Page {
  readonly size: number;
  #content: Content | undefined;
  #compressed: Uint8Array | undefined;
  /** Where the next entry begins, in numbers. */
  #end = 0;

  constructor(bytes: number) {
    this.#content = contentOf(new ArrayBuffer(Math.ceil(bytes / NUMBER_BYTES) * NUMBER_BYTES));
    this.size = this.#content.bytes.length;
  }

  /** Bytes that are still free. */
  get room(): number {
    return this.size - this.#end * NUMBER_BYTES;
  }

  /** Gives the entry's place. There must be room for it, each character must be one byte, and it must not be compressed. */
  put(numbers: readonly number[], texts: readonly string[]): number {
    const { numbers: all, bytes } = this.#open();
    const place = this.#end;
    all.set(numbers, place);
    let at = (place + numbers.length) * NUMBER_BYTES;
    for (const text of texts) at += bytes.write(text, at, 'latin1');
    this.#end = Math.ceil(at / NUMBER_BYTES);
    return place;
  }

  numbers(place: number, count: number): Float64Array {
    return this.#open().numbers.subarray(place, place + count);
  }

  /** The text that begins so many bytes behind the entry's `numbers` numbers. */
  text(place: number, numbers: number, offset: number, length: number): string {
    const start = (place + numbers) * NUMBER_BYTES + offset;
    return this.#open().bytes.toString('latin1', start, start + length);
  }

  /** Nothing more is put in: it takes a tenth of its memory from soon on, and time when somebody reads in it. */
  compress(): void {
    const { bytes } = this.#open();
    deflateRaw(bytes.subarray(0, this.#end * NUMBER_BYTES), { level: constants.Z_BEST_SPEED }, (error, compressed) => {
      // It then stays as it is.
      if (error) return;
      // What it is given lies in a larger piece of memory.
      this.#compressed = new Uint8Array(compressed);
      this.#content = undefined;
    });
  }

  #open(): Content {
    if (this.#content) return this.#content;
    const bytes = inflateRawSync(this.#compressed ?? new Uint8Array(0));
    // Numbers must lie where numbers may.
    const { buffer } = new Uint8Array(bytes);
    this.#content = contentOf(buffer);
    unpacked.push(this);
    const oldest = unpacked.length > UNPACKED_PAGES ? unpacked.shift() : undefined;
    if (oldest) oldest.#content = undefined;
    return this.#content;
  }
}

function contentOf(buffer: ArrayBuffer): Content {
  return { numbers: new Float64Array(buffer), bytes: Buffer.from(buffer) };
}
