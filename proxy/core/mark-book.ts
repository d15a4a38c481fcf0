import { isNews, type MarkChange, placeId } from './mark.ts';

/** The latest change of each place that was ever marked; also removals, so that an older change that is read later does not undo them. */
export class MarkBook {
  readonly #max: number;
  readonly #changes = new Map<string, MarkChange>();

  /** `max`: places that are known; more are not taken. */
  constructor(max: number) {
    this.#max = max;
  }

  /** In the order in which the places were marked first. */
  get changes(): readonly MarkChange[] {
    return [...this.#changes.values()];
  }

  get size(): number {
    return this.#changes.size;
  }

  /** How many marks stand: those that were removed do not. */
  get standing(): number {
    let count = 0;
    for (const { removed } of this.#changes.values()) if (!removed) count += 1;
    return count;
  }

  /** `full`: there are too many places already. */
  take(change: MarkChange): 'taken' | 'known' | 'full' {
    const id = placeId(change.place);
    const known = this.#changes.get(id);
    if (!known && this.#changes.size >= this.#max) return 'full';
    if (!isNews(change, known)) return 'known';
    this.#changes.set(id, change);
    return 'taken';
  }

  of(id: string): MarkChange | undefined {
    return this.#changes.get(id);
  }
}
