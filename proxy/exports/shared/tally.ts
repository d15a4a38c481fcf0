import type { Counted, Listed } from '../../core/share/shared-copy.ts';

/** Different names that are counted; strangers decide how many there are. */
const MAX_NAMES = 10_000;
const SHOWN = 200;
const LONGEST = 200;

/** How often each name came. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #beyond = 0;

  add(name: string | undefined): void {
    if (name === undefined || name === '') return;
    const known = this.#counts.get(name);
    if (known === undefined && this.#counts.size >= MAX_NAMES) this.#beyond += 1;
    else this.#counts.set(name, (known ?? 0) + 1);
  }

  /** The most frequent first. */
  get counted(): readonly Counted[] {
    const sorted = [...this.#counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return sorted.slice(0, SHOWN).map(([name, count]) => ({ name: name.slice(0, LONGEST), count }));
  }

  get listed(): Listed {
    return { all: this.#counts.size + this.#beyond, shown: this.counted };
  }
}
