import { ByteBuffer } from './byte-buffer.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * A block of lines that an empty line ends: a head, or trailers. A block that lies in one piece is not copied; of one that
 * does not, the bytes are held until its end comes. Each byte is looked at once, however the bytes were split.
 */
export class LineBlock {
  readonly #maxBytes: number;
  readonly #held = new ByteBuffer();
  /** Where the next byte stands: at the beginning of a line, behind a CR there, or inside a line. */
  #place: 'line-start' | 'return' | 'inside' = 'line-start';
  /** Of its first byte, in the direction's bytes. */
  offset = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that are held. */
  get held(): number {
    return this.#held.length;
  }

  begin(offset: number): void {
    this.offset = offset;
    this.#place = 'line-start';
    if (this.#held.length > 0) this.#held.take();
  }

  /** How far in `bytes` it may reach at most; `base` is the offset at which they begin. */
  limit(bytes: Uint8Array, base: number): number {
    return Math.min(bytes.length, this.offset + this.#maxBytes - base);
  }

  /** Where its empty line ends, or -1 while that is not before `limit`. */
  find(bytes: Uint8Array, from: number, limit: number): number {
    for (let at = from; at < limit; ) {
      const byte = bytes[at];
      if (this.#place !== 'inside' && byte === LF) return at + 1;
      if (this.#place === 'line-start' && byte === CR) {
        this.#place = 'return';
        at += 1;
        continue;
      }
      // Lines are short: for Node's buffers, `indexOf` takes longer to call than a loop to find their ends.
      while (at < limit && bytes[at] !== LF) at += 1;
      this.#place = at < limit ? 'line-start' : 'inside';
      at += 1;
    }
    return -1;
  }

  /** The whole block, up to `end` in `bytes`. A view: valid until the next call. */
  take(bytes: Uint8Array, base: number, end: number): Uint8Array {
    const from = Math.max(0, this.offset - base);
    if (this.#held.length === 0) return bytes.subarray(from, end);
    this.#held.append(bytes.subarray(from, end));
    return this.#held.take();
  }

  /** Holds what `bytes` has of it. */
  hold(bytes: Uint8Array, base: number): void {
    this.#held.append(bytes.subarray(Math.max(0, this.offset - base)));
  }
}
