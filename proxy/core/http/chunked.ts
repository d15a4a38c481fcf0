import { ByteBuffer, lineEnd } from './byte-buffer.ts';
import { parseTrailers } from './head.ts';
import { latin1 } from './latin1.ts';
import type { Header } from './message.ts';

/** Longest line with a chunk's size, its extensions included. */
const MAX_SIZE_LINE_BYTES = 4 * 1024;

/** What one step through a chunked body brought; `end` is how far it went. */
export interface ChunkStep {
  readonly end: number;
  readonly body?: Uint8Array;
  readonly done?: { readonly trailers: readonly Header[] };
  readonly problem?: string;
}

/** Takes a chunked body apart [RFC 9112 §7.1]: sizes, extensions, data, trailers. */
export class ChunkReader {
  readonly #maxTrailerBytes: number;
  #state: 'size' | 'data' | 'data-end' | 'trailers' = 'size';
  #remaining = 0;
  #line = new ByteBuffer();
  #trailers: string[] = [];
  #trailerBytes = 0;

  constructor(maxTrailerBytes: number) {
    this.#maxTrailerBytes = maxTrailerBytes;
  }

  read(bytes: Uint8Array, at: number): ChunkStep {
    return this.#state === 'data' ? this.#readData(bytes, at) : this.#readLine(bytes, at);
  }

  #readData(bytes: Uint8Array, at: number): ChunkStep {
    const end = Math.min(bytes.length, at + this.#remaining);
    this.#remaining -= end - at;
    if (this.#remaining === 0) this.#state = 'data-end';
    return { end, body: bytes.subarray(at, end) };
  }

  #readLine(bytes: Uint8Array, at: number): ChunkStep {
    const limit = this.#state === 'trailers' ? this.#maxTrailerBytes - this.#trailerBytes : MAX_SIZE_LINE_BYTES;
    const found = lineEnd(bytes, at);
    const end = Math.min(found < 0 ? bytes.length : found, at + limit + 1 - this.#line.length);
    this.#line.append(bytes.subarray(at, end));
    if (this.#line.length > limit) return { end, problem: `a line of a chunked body is longer than ${limit} bytes` };
    if (end !== found) return { end };
    const length = this.#line.length;
    return this.#takeLine(latin1(this.#line.take()).replace(/\r?\n$/, ''), length, end);
  }

  #takeLine(line: string, length: number, end: number): ChunkStep {
    switch (this.#state) {
      case 'size':
        return this.#takeSize(line, end);
      case 'data-end':
        this.#state = 'size';
        return line === '' ? { end } : { end, problem: 'a chunk is longer than its size says' };
      default:
        return this.#takeTrailer(line, length, end);
    }
  }

  #takeSize(line: string, end: number): ChunkStep {
    const [, digits] = /^([0-9a-f]{1,14})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
    const size = Number.parseInt(digits ?? '', 16);
    if (!Number.isSafeInteger(size)) return { end, problem: 'a chunk has no size that can be read' };
    this.#remaining = size;
    this.#state = size === 0 ? 'trailers' : 'data';
    return { end };
  }

  #takeTrailer(line: string, length: number, end: number): ChunkStep {
    this.#trailerBytes += length;
    if (line === '') return { end, done: { trailers: parseTrailers(this.#trailers) } };
    this.#trailers.push(line);
    return { end };
  }
}
