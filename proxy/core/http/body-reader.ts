import { ChunkReader, type ChunkStep } from './chunked.ts';
import type { Framing } from './message.ts';

type BodyFraming = Extract<Framing, { readonly kind: 'length' | 'chunked' | 'until-close' }>;

/** Finds the end of a body, however that is told [RFC 9112 §6]. */
export class BodyReader {
  readonly #maxTrailerBytes: number;
  #kind: BodyFraming['kind'] = 'length';
  #remaining = 0;
  #chunks: ChunkReader;

  constructor(maxTrailerBytes: number) {
    this.#maxTrailerBytes = maxTrailerBytes;
    this.#chunks = new ChunkReader(maxTrailerBytes);
  }

  /** It ends with its connection. */
  get untilClose(): boolean {
    return this.#kind === 'until-close';
  }

  begin(framing: BodyFraming): void {
    this.#kind = framing.kind;
    if (framing.kind === 'length') this.#remaining = framing.length;
    if (framing.kind === 'chunked') this.#chunks = new ChunkReader(this.#maxTrailerBytes);
  }

  /** `base` is the offset at which `bytes` begin. */
  read(bytes: Uint8Array, at: number, base: number): ChunkStep {
    if (this.#kind === 'chunked') return this.#chunks.read(bytes, at, base);
    const end = this.#kind === 'length' ? Math.min(bytes.length, at + this.#remaining) : bytes.length;
    const body = at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end);
    if (this.#kind === 'until-close') return { end, body };
    this.#remaining -= end - at;
    return this.#remaining === 0 ? { end, body, done: NO_TRAILERS } : { end, body };
  }

  /** Goes on behind bytes that are missing, if it is sure that they are bytes of the body; tells whether that is its end. */
  miss(bytes: number): 'inside' | 'end' | 'unknown' {
    if (this.#kind === 'until-close') return 'inside';
    if (this.#kind === 'chunked') return this.#chunks.miss(bytes) ? 'inside' : 'unknown';
    if (bytes > this.#remaining) return 'unknown';
    this.#remaining -= bytes;
    return this.#remaining === 0 ? 'end' : 'inside';
  }
}

const NO_TRAILERS = { trailers: [] };
