import type { ContentRange } from '../bits/range.ts';
import { lastByte } from './fragment-sorter.ts';
import type { Reaction } from './reaction.ts';

/** Which of the recorded reactions were played in one session, and which comes next of a list of them. */
export class Cursor {
  readonly #used = new Set<Reaction>();
  /** In each list, all before this place were played. */
  readonly #places = new WeakMap<readonly Reaction[], number>();
  readonly #onUse: (reaction: Reaction) => void;

  constructor(onUse: (reaction: Reaction) => void) {
    this.#onUse = onUse;
  }

  use(reaction: Reaction): void {
    this.#used.add(reaction);
    this.#onUse(reaction);
  }

  isUsed(reaction: Reaction): boolean {
    return this.#used.has(reaction);
  }

  /** The first that was not played. */
  next(list: readonly Reaction[]): Reaction | undefined {
    let place = this.#places.get(list) ?? 0;
    for (let known = list[place]; known && this.#used.has(known); known = list[place]) place += 1;
    this.#places.set(list, place);
    return list[place];
  }

  /** The first that was not played, else the last: what a server said last it would say again. */
  last(list: readonly Reaction[]): Reaction | undefined {
    return this.next(list) ?? list.at(-1);
  }

  /** Of a list sorted by last bytes: the one with the same range, not played if possible, else the one that ends next. */
  nearest(list: readonly Reaction[], { first, last }: ContentRange): Reaction | undefined {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const reaction = list[middle];
      if (reaction && lastByte(reaction) >= last) high = middle;
      else low = middle + 1;
    }
    const near = this.#unplayed(list, low, first, last) ?? list[low];
    return near ?? list.at(-1);
  }

  #unplayed(list: readonly Reaction[], from: number, first: bigint, last: bigint): Reaction | undefined {
    for (let at = from; at < list.length; at += 1) {
      const reaction = list[at];
      if (!reaction || lastByte(reaction) !== last) return undefined;
      if (reaction.packet?.type === 'fragment' && reaction.packet.range?.first === first && !this.#used.has(reaction)) return reaction;
    }
    return undefined;
  }
}
