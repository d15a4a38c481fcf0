import { ByteBuffer } from '../http/byte-buffer.ts';
import { latin1 } from '../http/latin1.ts';

/** What is cut out of a HAR: its entries one after the other, and who wrote it. */
export type HarPiece = 'entry' | 'creator';

export interface HarScannerTarget {
  /** `bytes` are valid during the call; absent where the piece is longer than allowed. `offset`: where it begins in the file. */
  piece(kind: HarPiece, bytes: Uint8Array | undefined, offset: number): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING: readonly number[] = [0x7b, 0x5b];
const CLOSING: readonly number[] = [0x7d, 0x5d];
/** No key that matters is longer. */
const MAX_KEY_BYTES = 64;

/**
 * Goes through the JSON of a HAR as its bytes come, and looks at nothing but strings and brackets: so that a file of any
 * length is read entry by entry.
 */
export class HarScanner {
  readonly #target: HarScannerTarget;
  readonly #maxBytes: number;
  readonly #piece = new ByteBuffer();
  readonly #key = new ByteBuffer();
  /** Brackets that are open. */
  #depth = 0;
  #place: 'outside' | 'string' | 'escape' = 'outside';
  /** The keys in force in the file, and in its log. */
  #outerKey = '';
  #logKey = '';
  #kind: HarPiece | undefined;
  /** The piece is a list member or a member: how deep it stands. */
  #pieceDepth = 0;
  #pieceOffset = 0;
  #tooLong = false;
  #offset = 0;

  constructor(target: HarScannerTarget, maxBytes: number) {
    this.#target = target;
    this.#maxBytes = maxBytes;
  }

  /** The outermost bracket is closed. */
  over = false;

  /** Where the piece begins that is not yet over. */
  get unfinishedFrom(): number | undefined {
    return this.#kind ? this.#pieceOffset : undefined;
  }

  feed(bytes: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < bytes.length && !this.over; ) {
      const kind = this.#kind;
      at = this.#place === 'outside' ? this.#outside(bytes, at) : this.#inString(bytes, at);
      if (kind === undefined && this.#kind) from = at - 1;
      if (kind && !this.#kind) {
        this.#end(kind, bytes.subarray(from, at));
        from = at;
      }
    }
    if (this.#kind) this.#keep(bytes.subarray(from));
    this.#offset += bytes.length;
  }

  #outside(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      this.#place = 'string';
      this.#key.take();
    } else if (byte === COLON) this.#nameMember();
    else if (OPENING.includes(byte)) this.#open(this.#offset + at);
    else if (CLOSING.includes(byte)) this.#close();
    return at + 1;
  }

  #inString(bytes: Uint8Array, at: number): number {
    if (this.#place === 'escape') {
      this.#place = 'string';
      return at + 1;
    }
    let end = at;
    while (end < bytes.length && bytes[end] !== QUOTE && bytes[end] !== BACKSLASH) end += 1;
    if (this.#depth <= 2 && this.#key.length < MAX_KEY_BYTES) this.#key.append(bytes.subarray(at, Math.min(end, at + MAX_KEY_BYTES)));
    if (end === bytes.length) return end;
    this.#place = bytes[end] === QUOTE ? 'outside' : 'escape';
    return end + 1;
  }

  #nameMember(): void {
    if (this.#depth === 1) this.#outerKey = latin1(this.#key.take());
    if (this.#depth === 2) this.#logKey = latin1(this.#key.take());
  }

  #open(offset: number): void {
    this.#depth += 1;
    if (this.#kind || this.#outerKey !== 'log') return;
    const creator = this.#depth === 3 && this.#logKey === 'creator';
    if (!creator && !(this.#depth === 4 && this.#logKey === 'entries')) return;
    this.#kind = creator ? 'creator' : 'entry';
    this.#pieceDepth = this.#depth;
    this.#pieceOffset = offset;
    this.#tooLong = false;
  }

  #close(): void {
    if (this.#kind && this.#depth === this.#pieceDepth) this.#kind = undefined;
    this.#depth -= 1;
    if (this.#depth <= 0) this.over = true;
  }

  #keep(bytes: Uint8Array): void {
    if (this.#tooLong) return;
    this.#tooLong = this.#piece.length + bytes.length > this.#maxBytes;
    if (this.#tooLong) this.#piece.take();
    else this.#piece.append(bytes);
  }

  #end(kind: HarPiece, rest: Uint8Array): void {
    const whole = this.#piece.length === 0 && !this.#tooLong && rest.length <= this.#maxBytes;
    if (!whole) this.#keep(rest);
    const bytes = whole ? rest : this.#piece.take();
    this.#target.piece(kind, this.#tooLong ? undefined : bytes, this.#pieceOffset);
  }
}
