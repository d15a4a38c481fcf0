import type { FramedHead, RequestHead } from '../core/http/message.ts';
import { type HttpReader, type ReaderOptions, requestReader } from '../core/http/reader.ts';

/** Bytes that are a request head and nothing else, or that pass as they are. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly read?: FramedHead;
}

const EMPTY = Buffer.alloc(0);

/**
 * Cuts a client's bytes at its request heads, and holds an unfinished one back. What can't be read passes as it came, until
 * it can be read again; a head whose beginning went on that way passes too.
 */
export class HeadSplitter {
  readonly #reader: HttpReader<RequestHead>;
  #held: Buffer = EMPTY;
  #passing = false;

  constructor(options: ReaderOptions) {
    this.#reader = requestReader(options);
  }

  /** Whether a message is complete and no other has begun. */
  get idle(): boolean {
    return this.#reader.idle;
  }

  split(chunk: Uint8Array): Part[] {
    if (this.#passing) return [{ bytes: chunk }];
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const base = this.#reader.position - this.#held.length;
    const parts: Part[] = [];
    let from = 0;
    this.#reader.feed(chunk, (event) => {
      if (event.type !== 'head') return;
      const start = event.head.offset - base;
      if (start < from) return;
      if (start > from) parts.push({ bytes: bytes.subarray(from, start) });
      from = start + event.head.length;
      const whole = from - start === bytes.length;
      parts.push({ bytes: whole ? bytes : bytes.subarray(start, from), read: event });
    });
    const unfinished = bytes.length - this.#reader.pending;
    const end = unfinished >= from ? unfinished : bytes.length;
    if (end > from) parts.push({ bytes: bytes.subarray(from, end) });
    this.#held = end < bytes.length ? Buffer.from(bytes.subarray(end)) : EMPTY;
    return parts;
  }

  /** What was held back of a head that nobody waits for any more; from now on all passes. */
  release(): Uint8Array {
    const held = this.#held;
    this.#held = EMPTY;
    this.#passing = true;
    return held;
  }
}
