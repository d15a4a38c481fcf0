import { writeUtf8 } from '../text/utf8.ts';
import { padded } from './pcapng-layout.ts';

/** Bytes of a file, one behind the other. */
export interface Written {
  readonly pieces: readonly Uint8Array[];
  /** Of all of them. */
  readonly length: number;
  /** To be given back when they are needed no more. */
  readonly memory: Uint8Array<ArrayBuffer>;
}

const SMALLEST = 64 * 1024;
const MAX_SPARE = 16;
/** What a burst needed is not kept. */
const LARGEST_SPARE = 8 * 1024 * 1024;

/**
 * What is written of blocks, little end first: copied into one buffer, but for what its owner does not want copied. Whoever
 * writes has reserved the room.
 */
export class BlockBuffer {
  #bytes = new Uint8Array(SMALLEST);
  #view = new DataView(this.#bytes.buffer);
  /** Where the next byte goes, and from where on there are bytes that are in no piece yet. */
  #at = 0;
  #from = 0;
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #flushed = 0;
  /** What was given back. New memory would have to be made anew, and collected again, for every byte of traffic. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];

  /** Bytes since `restart`. */
  get length(): number {
    return this.#flushed + this.#waiting;
  }

  get #waiting(): number {
    return this.#pieceBytes + this.#at - this.#from;
  }

  /** Counts from here on. */
  restart(): void {
    this.#flushed = -this.#waiting;
  }

  /** What was written since the last time. It belongs to the caller, until it is given back. */
  flush(): Written {
    this.#cut();
    const written = { pieces: this.#pieces, length: this.#pieceBytes, memory: this.#bytes };
    this.#flushed += this.#pieceBytes;
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#replace(this.#spare.pop() ?? new Uint8Array(Math.max(SMALLEST, padded(this.#at + (this.#at >>> 2)))));
    this.#at = 0;
    this.#from = 0;
    return written;
  }

  /** Memory that `flush` gave, and nobody looks at any more. */
  giveBack(memory: Uint8Array<ArrayBuffer>): void {
    if (this.#spare.length < MAX_SPARE && memory.length <= LARGEST_SPARE) this.#spare.push(memory);
  }

  reserve(room: number): void {
    if (this.#at + room <= this.#bytes.length) return;
    const grown = new Uint8Array(padded(Math.max(this.#at + room, this.#bytes.length * 2)));
    grown.set(this.#bytes.subarray(this.#from, this.#at));
    this.#replace(grown);
    this.#at -= this.#from;
    this.#from = 0;
  }

  /** Begins a block, and gives what `end` needs. */
  start(type: number): number {
    const start = this.#at;
    this.u32(type);
    this.#at += 4;
    return start;
  }

  /** `referred`: bytes of the block that are not in the buffer. */
  end(start: number, referred = 0): void {
    const length = this.#at + 4 - start + referred;
    this.#view.setUint32(start + 4, length, true);
    this.u32(length);
  }

  u32(value: number): void {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  raw(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** They are not copied. */
  refer(bytes: Uint8Array): void {
    this.#cut();
    this.#pieces.push(bytes);
    this.#pieceBytes += bytes.length;
  }

  /** Gives how many bytes they are. */
  utf8(text: string): number {
    const from = this.#at;
    this.#at = writeUtf8(text, this.#bytes, from);
    return this.#at - from;
  }

  /** An option, or whatever else begins with a code and a length. */
  option(code: number, text: string): void {
    const from = this.#at;
    this.#at += 4;
    const length = this.utf8(text);
    this.#view.setUint32(from, code | (length << 16), true);
    this.fill(length);
  }

  /** Behind so many bytes, up to four: every block begins at such a place. */
  fill(length: number): void {
    for (let missing = padded(length) - length; missing > 0; missing -= 1) this.#zero();
  }

  #zero(): void {
    this.#bytes[this.#at] = 0;
    this.#at += 1;
  }

  /** What is in the buffer so far becomes a piece. */
  #cut(): void {
    if (this.#at === this.#from) return;
    this.#pieces.push(this.#bytes.subarray(this.#from, this.#at));
    this.#pieceBytes += this.#at - this.#from;
    this.#from = this.#at;
  }

  #replace(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
