import type { HeldBytes } from './reassembly.ts';
import type { Side } from './side.ts';

/** What a side said, or (`missing`) what the capture does not have of it, until it is known what is spoken. */
export interface WaitingPiece {
  readonly side: Side;
  readonly at: number;
  readonly frame: number;
  readonly place: number;
  readonly bytes: Uint8Array;
  readonly missing: number;
}

/** What a piece costs besides its bytes. */
const PIECE_COST = 256;

/** Pieces in their order, within what may be held. */
export class Waiting {
  readonly #limit: HeldBytes;
  readonly #maxBytes: number;
  #pieces: WaitingPiece[] = [];
  #cost = 0;

  constructor(limit: HeldBytes, maxBytes: number) {
    this.#limit = limit;
    this.#maxBytes = maxBytes;
  }

  /** Whether there was room for it. */
  add(piece: WaitingPiece): boolean {
    const cost = costOf(piece);
    if (this.#cost + cost > this.#maxBytes || this.#limit.used + cost > this.#limit.max) return false;
    this.#count(cost);
    this.#pieces.push(piece);
    return true;
  }

  take(): readonly WaitingPiece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#count(-this.#cost);
    return pieces;
  }

  /** Drops what a side said, and tells how many bytes that were. */
  forget(side: Side): number {
    let bytes = 0;
    this.#pieces = this.#pieces.filter((piece) => {
      if (piece.side !== side) return true;
      bytes += piece.bytes.length + piece.missing;
      this.#count(-costOf(piece));
      return false;
    });
    return bytes;
  }

  #count(cost: number): void {
    this.#cost += cost;
    this.#limit.used += cost;
  }
}

function costOf({ bytes }: WaitingPiece): number {
  return bytes.length + PIECE_COST;
}
