import { createContext } from 'svelte';
import type { FeedMessage, PageMessage } from '../../proxy/core/feed.ts';
import { type Filter, type FilterError, type FilterSubject, parseFilter } from '../../proxy/core/filter.ts';
import type { SessionView } from '../../proxy/core/timeline.ts';
import type { Clock } from './clock.ts';
import { hasTerm, withoutField, withTerm } from './filter-terms.ts';
import type { Preferences } from './preferences.svelte.ts';
import type { Selection } from './selection.svelte.ts';

type MatchesMessage = Extract<FeedMessage, { type: 'matches' }>;

export interface FilterBoxOptions {
  readonly clock: Clock;
  readonly preferences: Preferences;
  readonly selection: Selection;
  readonly send: (message: PageMessage) => void;
  /** Other sessions are selected than before: these, or any. */
  readonly onselect: (sessions: readonly string[] | 'any') => void;
}

/** What is typed takes effect when nothing was typed for so long, ms. */
const TYPING_MS = 120;

/**
 * The filter: as it is typed, and as it is in effect, which is the last that had no mistake in it. What only exchanges
 * have is known to the dashboard, which says how many rows of each session are selected; the rest is decided here.
 */
export class FilterBox {
  readonly #options: FilterBoxOptions;
  #text = $state('');
  #applied = $state.raw<Filter>(parsed(''));
  #appliedText = $state('');
  #error = $state.raw<FilterError>();
  #counts = $state.raw<ReadonlyMap<string, number>>();
  #isAsking = $state(false);
  /** What the dashboard was asked last; empty: nothing. */
  #asked = '';
  #stop = () => {};

  constructor(options: FilterBoxOptions) {
    this.#options = options;
    this.#text = options.selection.filter;
    this.#take();
  }

  /** As it is typed. */
  get text(): string {
    return this.#text;
  }
  get error(): FilterError | undefined {
    return this.#error;
  }
  /** In effect. */
  get filter(): Filter {
    return this.#applied;
  }
  get isEmpty(): boolean {
    return this.#applied.isEmpty;
  }
  /** The dashboard has not looked through everything yet. */
  get isAsking(): boolean {
    return this.#isAsking;
  }
  /** Rows that are selected, of all sessions; nothing where sessions alone are asked for. */
  get rowCount(): number | undefined {
    if (!this.#applied.needsRows || !this.#counts) return undefined;
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }
  get isSaved(): boolean {
    return this.#options.preferences.savedFilters.includes(this.#appliedText);
  }

  rowsOf(session: string): number {
    return this.#counts?.get(session) ?? 0;
  }

  /** Which sessions are shown; nothing for all. While the dashboard has not answered, what was shown stays. */
  get selectsSession(): ((view: SessionView) => boolean) | undefined {
    const filter = this.#applied;
    if (filter.isEmpty) return undefined;
    if (filter.needsRows) return ({ id }) => this.rowsOf(id) > 0;
    return (session) => filter.matches({ session, findings: [] });
  }

  /** Which rows of a session are shown; nothing for all. */
  get selectsRow(): ((row: FilterSubject) => boolean) | undefined {
    return this.#applied.needsRows ? this.#applied.matches : undefined;
  }

  /** Takes effect a moment later. */
  type(text: string): void {
    this.#text = text;
    this.#stop();
    this.#stop = this.#options.clock.after(TYPING_MS, () => this.#settle('replace'));
  }

  /** Takes effect now, and is remembered. */
  apply(text = this.#text): void {
    this.#text = text;
    this.#settle('push');
    if (!this.#error && text.trim() !== '') this.#options.preferences.rememberFilter(text.trim());
  }

  clear(): void {
    if (this.#text !== '') this.apply('');
  }

  has(field: string, value: string): boolean {
    return hasTerm(this.#appliedText, field, value);
  }

  /** Asks for this beside what is asked for already, or no longer. */
  toggle(field: string, value: string): void {
    const base = this.#error ? this.#appliedText : this.#text;
    this.apply(hasTerm(base, field, value) ? withoutField(base, field) : withTerm(base, field, value));
  }

  /** The address has another filter. */
  follow(text: string): void {
    if (text === this.#appliedText) return;
    this.#text = text;
    this.#settle('replace');
  }

  /** The dashboard knows nothing of this page yet. */
  greet(): void {
    this.#asked = '';
    this.#ask();
  }

  take({ filter, isFirst, isComplete, counts }: MatchesMessage): void {
    if (filter !== this.#appliedText) return;
    this.#counts = new Map([...(isFirst ? [] : (this.#counts ?? [])), ...Object.entries(counts)]);
    this.#isAsking = !isComplete;
    this.#options.onselect(isFirst ? 'any' : Object.keys(counts));
  }

  #settle(how: 'push' | 'replace'): void {
    this.#stop();
    const before = this.#appliedText;
    this.#take();
    if (this.#error) return;
    this.#options.selection.filterBy(this.#appliedText, how);
    if (this.#appliedText === before) return;
    this.#ask();
    // Until the dashboard answers, nobody knows better than what is shown.
    if (!this.#applied.needsRows) this.#options.onselect('any');
  }

  #ask(): void {
    const { needsRows } = this.#applied;
    const text = needsRows ? this.#appliedText : '';
    this.#isAsking = needsRows;
    if (text !== this.#asked) this.#options.send({ type: 'filter', text });
    this.#asked = text;
  }

  #take(): void {
    const text = this.#text.trim();
    const result = parseFilter(text);
    this.#error = result.ok ? undefined : shifted(result.error, this.#text.length - this.#text.trimStart().length);
    if (!result.ok) return;
    this.#applied = result.filter;
    this.#appliedText = text;
  }
}

function parsed(text: string): Filter {
  const result = parseFilter(text);
  if (!result.ok) throw new Error(`${text} is no filter`);
  return result.filter;
}

/** Blanks before the text count in its place. */
function shifted(error: FilterError, by: number): FilterError {
  return { ...error, at: error.at + by };
}

export const [getFilterBox, setFilterBox] = createContext<FilterBox>();
