const EMPTY = new Uint8Array(0);

/** Bytes of something unfinished, kept until the rest comes. Doubles as it grows, so that byte by byte costs no more. */
export class ByteBuffer {
  #bytes: Uint8Array = EMPTY;
  length = 0;

  append(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2, 512));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.length);
    this.length = needed;
  }

  /** Empties the buffer and gives what was in it; its memory is not kept for the next time. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.length);
    this.length = 0;
    this.#bytes = EMPTY;
    return taken;
  }
}
