import { advance, distance } from './tcp-segment.ts';

/** What one direction of a connection said, in its order. */
export interface StreamTarget {
  /** A view, valid during the call; `frame` is the one that brought it, `place` where it lies in the file. */
  data(bytes: Uint8Array, frame: number, place: number): void;
  /** So many bytes were sent that the capture does not have. */
  gap(bytes: number): void;
  /** Everything up to its FIN was told. */
  end(): void;
}

/** How much may be held back, counted over all that shares it. */
export interface HeldBytes {
  used: number;
  readonly max: number;
  readonly maxOfOne: number;
}

interface Piece {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly frame: number;
  readonly place: number;
}

/** What a piece costs besides its bytes, so that many small ones are no way around the limit. */
const PIECE_COST = 512;
/** So many later pieces, and TCP itself takes a segment for lost [RFC 5681 §3.2]. */
const LATER_PIECES = 3;
/** No window is wider [RFC 7323 §2.3]. */
const FAR = 2 ** 30;

/**
 * Puts one direction of a TCP connection in order: what comes again is left out, what comes early is held back. A hole is
 * given up as a loss when the receiver has acknowledged what would fill it, or when too much waits behind it.
 */
export class Reassembly {
  readonly #target: StreamTarget;
  readonly #limit: HeldBytes;
  #next: number | undefined;
  #fin: number | undefined;
  #ended = false;
  /** Up to here the receiver has everything. */
  #acknowledged: number | undefined;
  readonly #held: Piece[] = [];
  #cost = 0;
  /** A hole was given up because of the limit. */
  overflowed = false;

  constructor(target: StreamTarget, limit: HeldBytes) {
    this.#target = target;
    this.#limit = limit;
  }

  /** The sequence number of the byte that comes next, once one is known. */
  get next(): number | undefined {
    return this.#next;
  }

  begin(seq: number): void {
    this.#next ??= seq;
  }

  /** `length`: of the payload as it was sent; `bytes` has less where the frame was cut off. */
  take(seq: number, bytes: Uint8Array, length: number, frame: number, place: number): void {
    this.begin(seq);
    if (this.#ended) return;
    const next = this.#next ?? seq;
    const early = distance(next, seq);
    if (early <= 0) {
      if (-early < length) this.#tell({ bytes, length, frame, place }, -early);
      this.#drain();
    } else if (early < FAR && length > 0) {
      this.#hold({ seq, bytes: bytes.slice(), length, frame, place });
    }
  }

  finish(seq: number): void {
    this.#fin ??= seq;
    this.begin(seq);
    this.#drain();
  }

  /** The receiver has everything before `seq`: believed once it is sure that the capture is not just out of order. */
  acknowledge(seq: number): void {
    this.#acknowledged = seq;
    this.#giveUpAcknowledged();
  }

  /** What was sent before `seq` will not come any more. */
  giveUp(seq: number): void {
    if (this.#next === undefined) return;
    const end = this.#fin !== undefined && distance(this.#fin, seq) > 0 ? this.#fin : seq;
    while (distance(this.#next, end) > 0 && distance(this.#next, end) < FAR) {
      const first = this.#held[0];
      const to = first && distance(end, first.seq) < 0 ? first.seq : end;
      this.#target.gap(distance(this.#next, to));
      this.#next = to;
      this.#drain();
    }
  }

  /** Nothing more comes: all that waits is told, with the holes between. */
  flush(): void {
    while (this.#held.length > 0) this.#giveUpFirstHole();
    if (this.#fin !== undefined) this.giveUp(this.#fin);
  }

  #tell({ bytes, length, frame, place }: Omit<Piece, 'seq'>, known: number): void {
    if (known < bytes.length) this.#target.data(known === 0 ? bytes : bytes.subarray(known), frame, place + known);
    const cutOff = length - Math.max(known, bytes.length);
    if (cutOff > 0) this.#target.gap(cutOff);
    this.#next = advance(this.#next ?? 0, length - known);
  }

  #hold(piece: Piece): void {
    const at = this.#placeOf(piece.seq);
    const before = this.#held[at - 1];
    if (before && distance(before.seq, piece.seq) + piece.length <= before.length) return;
    this.#held.splice(at, 0, piece);
    this.#count(piece, 1);
    this.#giveUpAcknowledged();
    while (this.#held.length > 0 && (this.#cost > this.#limit.maxOfOne || this.#limit.used > this.#limit.max)) {
      this.overflowed = true;
      this.#giveUpFirstHole();
    }
  }

  /** Behind all that begin before it or with it. */
  #placeOf(seq: number): number {
    let low = 0;
    let high = this.#held.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (distance(this.#held[middle]?.seq ?? 0, seq) >= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #giveUpFirstHole(): void {
    const [first] = this.#held;
    if (!first) return;
    this.giveUp(first.seq);
    // Behind a FIN nothing can come, whatever was sent there.
    if (this.#held[0] === first) this.#dropHeld();
  }

  #dropHeld(): void {
    for (const piece of this.#held.splice(0)) this.#count(piece, -1);
  }

  #giveUpAcknowledged(): void {
    if (this.#acknowledged !== undefined && this.#held.length >= LATER_PIECES) this.giveUp(this.#acknowledged);
  }

  #drain(): void {
    let taken = 0;
    for (let piece = this.#held[0]; piece; piece = this.#held[taken]) {
      const known = distance(piece.seq, this.#next ?? piece.seq);
      if (known < 0) break;
      if (known < piece.length) this.#tell(piece, known);
      this.#count(piece, -1);
      taken += 1;
    }
    if (taken > 0) this.#held.splice(0, taken);
    this.#end();
  }

  #end(): void {
    if (this.#ended || this.#fin === undefined || this.#next === undefined || distance(this.#next, this.#fin) > 0) return;
    this.#ended = true;
    this.#target.end();
  }

  #count(piece: Piece, sign: 1 | -1): void {
    const cost = sign * (piece.bytes.length + PIECE_COST);
    this.#cost += cost;
    this.#limit.used += cost;
  }
}
