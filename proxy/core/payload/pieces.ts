import { type ByteRange, rangeLength } from '../bits/range.ts';

/** A run of a file's bytes, and whose they are. */
export interface Piece<Source> extends ByteRange {
  readonly source: Source;
}

/** A file put together from pieces: sorted, disjoint, and each byte of the last who claimed it. Putting one behind the others is cheap. */
export class Pieces<Source> {
  readonly #pieces: Piece<Source>[] = [];

  get all(): readonly Piece<Source>[] {
    return this.#pieces;
  }

  /** Whoever had these bytes has them no more. An inverted range changes nothing. */
  claim({ first, last }: ByteRange, source: Source): void {
    if (last < first) return;
    const [from, kept] = this.#around(first, last);
    this.#pieces.splice(from, kept.count, ...kept.before, { first, last, source }, ...kept.behind);
  }

  /** Claims what of a range nobody has. */
  claimFree(range: ByteRange, source: Source): void {
    for (const free of this.free(range)) this.claim(free, source);
  }

  /** From this byte on, nobody has any. */
  cutAt(offset: bigint): void {
    const from = this.#firstReaching(offset);
    const cut = this.#pieces[from];
    if (!cut) return;
    this.#pieces.length = from;
    if (cut.first < offset) this.#pieces.push({ ...cut, last: offset - 1n });
  }

  /** What of a range somebody has, in order. */
  *within({ first, last }: ByteRange): Generator<Piece<Source>> {
    for (let at = this.#firstReaching(first); at < this.#pieces.length; at += 1) {
      const piece = this.#pieces[at];
      if (!piece || piece.first > last) return;
      yield { ...piece, first: piece.first > first ? piece.first : first, last: piece.last < last ? piece.last : last };
    }
  }

  /** What of a range nobody has, in order. */
  free({ first, last }: ByteRange): readonly ByteRange[] {
    const found: ByteRange[] = [];
    let next = first;
    for (const taken of this.within({ first, last })) {
      if (taken.first > next) found.push({ first: next, last: taken.first - 1n });
      next = taken.last + 1n;
    }
    if (next <= last) found.push({ first: next, last });
    return found;
  }

  /** Where a range goes, how many pieces it touches there, and what is left of them on both sides. */
  #around(first: bigint, last: bigint): [number, { count: number; before: Piece<Source>[]; behind: Piece<Source>[] }] {
    const from = this.#firstReaching(first);
    let to = from;
    while ((this.#pieces[to]?.first ?? last + 1n) <= last) to += 1;
    const [head, tail] = [this.#pieces[from], this.#pieces[to - 1]];
    if (to === from || !head || !tail) return [from, { count: 0, before: [], behind: [] }];
    const before = { ...head, last: first - 1n };
    const behind = { ...tail, first: last + 1n };
    return [from, { count: to - from, before: nonEmpty(before), behind: nonEmpty(behind) }];
  }

  /** The first piece that ends at an offset or behind it. */
  #firstReaching(offset: bigint): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const piece = this.#pieces[middle];
      if (piece && piece.last < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function nonEmpty<Source>(piece: Piece<Source>): Piece<Source>[] {
  return rangeLength(piece) > 0n ? [piece] : [];
}
