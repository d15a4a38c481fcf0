import { ByteBuffer, lineEnd } from './byte-buffer.ts';
import { latin1 } from './latin1.ts';

/** Longest line in which a message is looked for. */
const MAX_LINE_BYTES = 8 * 1024;

/** Goes through bytes that can't be read, line by line, until a line begins a message. */
export class LostStretch {
  readonly #begins: (line: string) => boolean;
  readonly #line = new ByteBuffer();
  /** The line is known to begin nothing: it is part of what could not be read, or too long. */
  #skipping: boolean;

  /** `from`: whether what comes next is the rest of a line or the beginning of one. */
  constructor(begins: (line: string) => boolean, from: 'in-line' | 'line-start') {
    this.#begins = begins;
    this.#skipping = from === 'in-line';
  }

  /** How far it went, and the line with which reading can go on. */
  read(bytes: Uint8Array, at: number): { readonly end: number; readonly line?: Uint8Array } {
    const found = lineEnd(bytes, at);
    const end = found < 0 ? bytes.length : found;
    if (!this.#skipping) this.#line.append(bytes.subarray(at, Math.min(end, at + MAX_LINE_BYTES + 1 - this.#line.length)));
    if (this.#line.length > MAX_LINE_BYTES) this.#skip();
    if (found < 0) return { end };
    if (!this.#skipping && this.#begins(lineText(this.#line.view()))) return { end, line: this.#line.take() };
    this.#line.take();
    this.#skipping = false;
    return { end };
  }

  #skip(): void {
    this.#line.take();
    this.#skipping = true;
  }
}

/** A line's text without its line end. */
export function lineText(line: Uint8Array): string {
  return latin1(line).replace(/\r?\n$/, '');
}
