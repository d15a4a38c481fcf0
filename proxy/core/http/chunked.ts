import { parseTrailers } from './head.ts';
import { LineBlock } from './line-block.ts';
import type { Header } from './message.ts';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const SEMICOLON = 0x3b;

const NO_SIZE = 'a chunk has no size that can be read';
const TOO_LONG = 'a chunk is longer than its size says';

/** What one step through a chunked body brought; `end` is how far it went, and where the problem is. */
export interface ChunkStep {
  readonly end: number;
  readonly body?: Uint8Array;
  readonly done?: { readonly trailers: readonly Header[] };
  readonly problem?: string;
}

type State = 'size' | 'after-size' | 'extension' | 'data' | 'after-data' | 'trailers';

/** Takes a chunked body apart [RFC 9112 §7.1]: sizes, extensions, data, trailers. Holds nothing but trailers. */
export class ChunkReader {
  readonly #maxTrailerBytes: number;
  readonly #trailers: LineBlock;
  #state: State = 'size';
  #digits = 0;
  /** The size as far as it was read, then what is left of the chunk. */
  #remaining = 0;
  /** A CR was seen, which only a line feed may follow. */
  #returned = false;

  constructor(maxTrailerBytes: number) {
    this.#maxTrailerBytes = maxTrailerBytes;
    this.#trailers = new LineBlock(maxTrailerBytes);
  }

  /** `base` is the offset at which `bytes` begin. */
  read(bytes: Uint8Array, at: number, base: number): ChunkStep {
    switch (this.#state) {
      case 'size':
        return this.#readSize(bytes, at);
      case 'after-size':
        return this.#readAfterSize(bytes, at, base);
      case 'extension':
        return this.#skipExtension(bytes, at, base);
      case 'data':
        return this.#readData(bytes, at);
      case 'after-data':
        return this.#readAfterData(bytes, at);
      case 'trailers':
        return this.#readTrailers(bytes, at, base);
    }
  }

  /** Goes on behind bytes that are missing, if they are all of one chunk. */
  miss(bytes: number): boolean {
    if (this.#state !== 'data' || bytes > this.#remaining) return false;
    this.#remaining -= bytes;
    if (this.#remaining === 0) this.#state = 'after-data';
    return true;
  }

  #readSize(bytes: Uint8Array, from: number): ChunkStep {
    for (let at = from; at < bytes.length; at += 1) {
      const digit = hexDigit(bytes[at] ?? 0);
      if (digit < 0) return this.#endSize(at);
      this.#digits += 1;
      this.#remaining = this.#remaining * 16 + digit;
      if (!Number.isSafeInteger(this.#remaining)) return { end: at, problem: NO_SIZE };
    }
    return { end: bytes.length };
  }

  #endSize(end: number): ChunkStep {
    if (this.#digits === 0) return { end, problem: NO_SIZE };
    this.#digits = 0;
    this.#state = 'after-size';
    return { end };
  }

  /** White space before an extension or the line end is wrong, but seen. */
  #readAfterSize(bytes: Uint8Array, at: number, base: number): ChunkStep {
    const byte = bytes[at];
    if (byte === LF) return this.#endSizeLine(at + 1, base);
    if (this.#returned) return { end: at, problem: NO_SIZE };
    if (byte === SEMICOLON) this.#state = 'extension';
    else if (byte === CR) this.#returned = true;
    else if (byte !== SPACE && byte !== TAB) return { end: at, problem: NO_SIZE };
    return { end: at + 1 };
  }

  #skipExtension(bytes: Uint8Array, at: number, base: number): ChunkStep {
    const lineFeed = bytes.indexOf(LF, at);
    return lineFeed < 0 ? { end: bytes.length } : this.#endSizeLine(lineFeed + 1, base);
  }

  #endSizeLine(end: number, base: number): ChunkStep {
    this.#returned = false;
    this.#state = this.#remaining === 0 ? 'trailers' : 'data';
    if (this.#remaining === 0) this.#trailers.begin(base + end);
    return { end };
  }

  #readData(bytes: Uint8Array, at: number): ChunkStep {
    const end = Math.min(bytes.length, at + this.#remaining);
    this.#remaining -= end - at;
    if (this.#remaining === 0) this.#state = 'after-data';
    return { end, body: bytes.subarray(at, end) };
  }

  #readAfterData(bytes: Uint8Array, at: number): ChunkStep {
    const byte = bytes[at];
    if (byte !== LF && (byte !== CR || this.#returned)) return { end: at, problem: TOO_LONG };
    this.#returned = byte === CR;
    if (byte === LF) this.#state = 'size';
    return { end: at + 1 };
  }

  #readTrailers(bytes: Uint8Array, at: number, base: number): ChunkStep {
    const limit = this.#trailers.limit(bytes, base);
    const end = this.#trailers.find(bytes, at, limit);
    if (end >= 0) return { end, done: { trailers: parseTrailers(this.#trailers.take(bytes, base, end)) } };
    if (limit < bytes.length) return { end: limit, problem: `trailers larger than ${this.#maxTrailerBytes} bytes` };
    this.#trailers.hold(bytes, base);
    return { end: bytes.length };
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}
