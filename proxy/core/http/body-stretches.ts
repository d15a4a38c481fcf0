/** A run of body among bytes that were fed, counted from the first of them; `end` is behind its last byte. */
export interface BodyStretch {
  readonly start: number;
  readonly end: number;
  /** So many bytes of the same body came earlier. */
  readonly before: number;
}

/** Notes which of some bytes are body while they are read, for whoever may leave bodies out and nothing else. */
export class BodyStretches {
  readonly #first: number;
  readonly #found: BodyStretch[] = [];

  /** `bytes`: what will be fed. */
  constructor(bytes: Uint8Array) {
    this.#first = bytes.byteOffset;
  }

  /** In their order, and apart. Chunk sizes are no body. */
  get found(): readonly BodyStretch[] {
    return this.#found;
  }

  /** `body` is a view into what is fed. */
  add(body: Uint8Array, before: number): void {
    const start = body.byteOffset - this.#first;
    this.#found.push({ start, end: start + body.length, before });
  }
}
