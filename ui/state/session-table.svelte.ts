import { createContext } from 'svelte';
import type { SessionView } from '../../proxy/core/timeline.ts';
import type { Preferences } from './preferences.svelte.ts';
import { type ColumnId, merged, type Order, orderBy, type Sort } from './session-order.ts';

/** What has become of the sessions. `anew`: what was there before is worth nothing. */
export interface SessionsChange {
  readonly anew?: boolean;
  readonly changed: readonly SessionView[];
  readonly removed: readonly string[];
}

type Selects = (view: SessionView) => boolean;

const everything: Selects = () => true;

/** The sessions that are shown, in the order in which they are: kept up with each change, never sorted as a whole but when the order is another. */
export class SessionTable {
  /** Where the reader is in it while no session is shown. */
  cursor = $state<string>();
  readonly #preferences: Preferences;
  #all: readonly SessionView[] = [];
  #shown = $state.raw<readonly SessionView[]>([]);
  #arrangement = $state(0);
  #selects: Selects = everything;
  #order: Order;

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
    this.#order = orderBy(preferences.sort);
  }

  get shown(): readonly SessionView[] {
    return this.#shown;
  }

  /** Moves when the reader has it in another order, or sees others. */
  get arrangement(): number {
    return this.#arrangement;
  }

  get sort(): Sort {
    return this.#preferences.sort;
  }

  get isNewestFirst(): boolean {
    return this.sort.column === 'started' && this.sort.direction === 'descending';
  }

  /** All of them, newest first: what the order and the filter are applied to. */
  take({ anew, changed, removed }: SessionsChange, all: readonly SessionView[]): void {
    this.#all = all;
    if (anew) return this.#rebuild();
    this.#update(changed, new Set([...removed, ...changed.map(({ id }) => id)]));
  }

  /** Shows only these from now on. */
  select(selects: Selects | undefined): void {
    this.#selects = selects ?? everything;
    this.#rebuild();
  }

  /** What these sessions are, or whether they are selected, may have changed. */
  reconsider(sessions: readonly SessionView[]): void {
    this.#update(sessions, new Set(sessions.map(({ id }) => id)));
  }

  /** By another column, or by the same one the other way round. */
  sortBy(column: ColumnId): void {
    const { sort } = this;
    const first = column === 'file' || column === 'client' || column === 'agent' || column === 'server' || column === 'state';
    const direction = sort.column === column ? opposite(sort.direction) : first ? 'ascending' : 'descending';
    this.arrange({ column, direction });
  }

  arrange(sort: Sort): void {
    this.#preferences.sort = sort;
    this.#order = orderBy(sort);
    this.#rebuild();
  }

  #update(changed: readonly SessionView[], gone: ReadonlySet<string>): void {
    // Without a filter, newest first, it is the very list that is there already.
    if (this.#isPlain) this.#shown = this.#all;
    else this.#shown = merged(this.#shown, gone, changed.filter(this.#selects), this.#order);
  }

  #rebuild(): void {
    this.#arrangement += 1;
    if (this.#isPlain) this.#shown = this.#all;
    else {
      const selected = this.#all.filter(this.#selects);
      this.#shown = this.isNewestFirst ? selected : selected.sort(this.#order);
    }
  }

  get #isPlain(): boolean {
    return this.#selects === everything && this.isNewestFirst;
  }
}

function opposite(direction: Sort['direction']): Sort['direction'] {
  return direction === 'ascending' ? 'descending' : 'ascending';
}

export const [getSessionTable, setSessionTable] = createContext<SessionTable>();
