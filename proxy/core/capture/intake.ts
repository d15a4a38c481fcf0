const EMPTY = new Uint8Array(0);

/** A file that is fed in pieces, read as if it lay in one: only what is split over two pieces is copied. */
export class Intake {
  #piece: Uint8Array = EMPTY;
  #at = 0;
  /** The beginning of what is read next, from earlier pieces. */
  #carried: Uint8Array = EMPTY;
  #carriedLength = 0;
  #toSkip = 0;
  /** Where the next byte stands in the file. */
  offset = 0;

  /** Bytes that have come and are not yet read, or should have come because they were skipped. */
  get unread(): number {
    return this.#carriedLength + this.#piece.length - this.#at + this.#toSkip;
  }

  feed(piece: Uint8Array): void {
    this.#piece = piece;
    this.#at = Math.min(this.#toSkip, piece.length);
    this.#toSkip -= this.#at;
  }

  /** The next bytes, or nothing while they have not come. A view: valid until `skip`. */
  peek(length: number): Uint8Array | undefined {
    if (this.#toSkip > 0) return undefined;
    const missing = length - this.#carriedLength;
    if (missing > this.#piece.length - this.#at) return undefined;
    if (this.#carriedLength === 0) return this.#piece.subarray(this.#at, this.#at + length);
    if (missing > 0) this.#carry(missing);
    return this.#carried.subarray(0, length);
  }

  /** As many of the next bytes as have come, up to `length`; nothing if none has. A view: valid until `skip`. */
  some(length: number): Uint8Array | undefined {
    const here = Math.min(length, this.#carriedLength + this.#piece.length - this.#at);
    return here > 0 ? this.peek(here) : undefined;
  }

  /** Goes on behind the next bytes, also where they have not come yet. */
  skip(length: number): void {
    this.offset += length;
    const carried = Math.min(length, this.#carriedLength);
    if (carried > 0) this.#carried.copyWithin(0, carried, this.#carriedLength);
    this.#carriedLength -= carried;
    const here = Math.min(length - carried, this.#piece.length - this.#at);
    this.#at += here;
    this.#toSkip += length - carried - here;
  }

  /** Keeps what is left of the piece, whose memory then belongs to its owner again. */
  keep(): void {
    this.#carry(this.#piece.length - this.#at);
    this.#piece = EMPTY;
    this.#at = 0;
  }

  #carry(length: number): void {
    const needed = this.#carriedLength + length;
    if (needed > this.#carried.length) {
      const grown = new Uint8Array(Math.max(needed, this.#carried.length * 2, 512));
      grown.set(this.#carried.subarray(0, this.#carriedLength));
      this.#carried = grown;
    }
    this.#carried.set(this.#piece.subarray(this.#at, this.#at + length), this.#carriedLength);
    this.#carriedLength = needed;
    this.#at += length;
  }
}
