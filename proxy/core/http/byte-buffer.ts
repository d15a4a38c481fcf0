const NEWLINE = 0x0a;
const RETURN = 0x0d;
const EMPTY = new Uint8Array(0);

/** Bytes of an unfinished line or head, kept until the rest comes. Doubles as it grows, so that byte by byte costs no more. */
export class ByteBuffer {
  #bytes: Uint8Array = EMPTY;
  length = 0;

  append(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2, 512));
      grown.set(this.view());
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.length);
    this.length = needed;
  }

  /** Valid until the next call. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** Empties the buffer and gives what was in it; a large one is not kept for the next time. */
  take(): Uint8Array {
    const taken = this.view();
    this.length = 0;
    this.#bytes = EMPTY;
    return taken;
  }
}

/** Where a head ends, its empty line included; -1 while it does not. Looks from `from`, which is inside or at the start of a line. */
export function headEnd(bytes: Uint8Array, start: number, from = start): number {
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    const next = bytes[at + 1];
    if (next === NEWLINE) return at + 2;
    if (next === RETURN && bytes[at + 2] === NEWLINE) return at + 3;
  }
  return -1;
}

/** Where a line ends, its line end included; -1 while it does not. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  return bytes.indexOf(NEWLINE, from) + 1 || -1;
}

export function isLineEnd(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === RETURN;
}
