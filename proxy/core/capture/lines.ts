import { ByteBuffer } from '../http/byte-buffer.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Cuts a text file into its lines, however its bytes come. Keeps no more than one line of the longest length allowed. */
export class Lines {
  readonly #maxBytes: number;
  readonly #take: (line: Uint8Array) => void;
  readonly #tooLong: () => void;
  readonly #held = new ByteBuffer();
  #skipping = false;
  /** Of the line that is taken, from 1. */
  number = 1;

  /** `take` gets each line without its end (LF or CRLF), valid during the call; `tooLong` is told of one that is left out. */
  constructor(maxBytes: number, take: (line: Uint8Array) => void, tooLong: () => void) {
    this.#maxBytes = maxBytes;
    this.#take = take;
    this.#tooLong = tooLong;
  }

  feed(bytes: Uint8Array): void {
    let at = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, at)) {
      this.#lineEnds(bytes.subarray(at, end));
      at = end + 1;
    }
    this.#hold(bytes.subarray(at));
  }

  /** What stands behind the last line end is a line as well, be it empty. */
  end(): void {
    this.#lineEnds(new Uint8Array(0));
  }

  #lineEnds(rest: Uint8Array): void {
    const whole = this.#held.length === 0 && rest.length <= this.#maxBytes;
    if (!whole) this.#hold(rest);
    const line = whole ? rest : this.#held.take();
    if (!this.#skipping) this.#take(line.at(-1) === CR ? line.subarray(0, -1) : line);
    this.#skipping = false;
    this.number += 1;
  }

  #hold(bytes: Uint8Array): void {
    if (this.#skipping || bytes.length === 0) return;
    if (this.#held.length + bytes.length <= this.#maxBytes) return this.#held.append(bytes);
    this.#held.take();
    this.#skipping = true;
    this.#tooLong();
  }
}
