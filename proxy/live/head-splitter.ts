import type { Framing, RequestHead } from '../core/http/message.ts';
import { type HttpReader, type ReaderOptions, requestReader } from '../core/http/reader.ts';

/** A request head with its bytes, or bytes that pass as they are. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly head?: RequestHead;
  readonly framing?: Framing;
}

const EMPTY = Buffer.alloc(0);

/** Cuts a client's bytes at its request heads, and holds an unfinished one back. Once it can't read on, all bytes pass. */
export class HeadSplitter {
  readonly #reader: HttpReader<RequestHead>;
  #held: Buffer = EMPTY;
  #opaque = false;

  constructor(options: ReaderOptions) {
    this.#reader = requestReader(options);
  }

  /** Whether all bytes pass uncut from now on: they can't be read, or are no longer HTTP. */
  get opaque(): boolean {
    return this.#opaque;
  }

  /** No more heads are looked for. */
  pass(): void {
    this.#opaque = true;
  }

  split(chunk: Uint8Array): Part[] {
    if (this.#opaque) return [{ bytes: chunk }];
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const base = this.#reader.position - this.#held.length;
    const parts: Part[] = [];
    let from = 0;
    const passUpTo = (end: number) => {
      if (end > from) parts.push({ bytes: bytes.subarray(from, end) });
      from = Math.max(from, end);
    };
    for (const event of this.#reader.read(chunk)) {
      if (event.type === 'malformed') this.#opaque = true;
      if (event.type !== 'head' || this.#opaque) continue;
      const start = event.head.offset - base;
      passUpTo(start);
      from = start + event.head.length;
      parts.push({ bytes: bytes.subarray(start, from), head: event.head, framing: event.framing });
    }
    const held = this.#opaque ? 0 : this.#reader.pending;
    passUpTo(bytes.length - held);
    this.#held = held > 0 ? Buffer.from(bytes.subarray(from)) : EMPTY;
    return parts;
  }

  /** What was held back of a head that will not be finished; from now on all passes. */
  release(): Uint8Array {
    const held = this.#held;
    this.#held = EMPTY;
    this.#opaque = true;
    return held;
  }
}
