import { createContext } from 'svelte';
import { OTHER_TRAFFIC } from '../../proxy/core/feed.ts';
import type { FindHit, FindNews, FindPart, FindProgress, FindQuestion, FindSummary } from '../../proxy/core/find/find-news.ts';
import { type NeedleError, readNeedle } from '../../proxy/core/find/needle.ts';
import type { Selection } from './selection.svelte.ts';

/** Asks the dashboard, and tells what it finds as it goes; the signal ends it. Fails with an Error that says why. */
export type AskFind = (question: FindQuestion, signal: AbortSignal) => AsyncIterable<FindNews>;

export interface FinderOptions {
  /** Absent where nobody can be asked. */
  readonly ask: AskFind | undefined;
  readonly selection: Selection;
  /** The filter in effect, as text. */
  readonly filter: () => string;
}

export type FindPlaces = 'both' | 'heads' | 'bodies';
export type FindScope = 'all' | 'shown' | 'session';
export type FindState = 'idle' | 'searching' | 'done' | 'cancelled' | 'failed';

/** A row of the list: hits stand below the session that they are in. */
export type FindLine =
  | { readonly kind: 'session'; readonly key: string; readonly session: string; readonly hits: number }
  | { readonly kind: 'hit'; readonly key: string; readonly hit: FindHit };

/** The place of a hit that is looked at. */
export interface FoundPlace {
  readonly exchange: string;
  readonly of: 'request' | 'response';
  readonly part: FindPart;
  readonly from: number;
  /** Not included. */
  readonly until: number;
}

const NOTHING: FindProgress = { exchanges: 0, total: 0, bytes: 0 };

/** What is looked for in headers and bodies, what was found so far, and the place of it that is looked at. */
export class Finder {
  /** As it is typed and chosen; taken when the search begins. */
  text = $state('');
  as = $state<'text' | 'hex'>('text');
  letterCase = $state<'any' | 'exact'>('any');
  places = $state<FindPlaces>('both');
  scope = $state<FindScope>('all');
  readonly #options: FinderOptions;
  #openings = $state(0);
  #isOpen = $state(false);
  #state = $state<FindState>('idle');
  #hits = $state.raw<readonly FindHit[]>([]);
  #progress = $state.raw<FindProgress>(NOTHING);
  #summary = $state.raw<FindSummary>();
  #reason = $state('');
  #chosen = $state<string>();
  #place = $state.raw<FoundPlace>();
  #lines = $derived(linesOf(this.#hits));
  #abort = new AbortController();

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  get isAble(): boolean {
    return this.#options.ask !== undefined;
  }
  get isOpen(): boolean {
    return this.#isOpen;
  }
  /** Another number each time that somebody wants to type. */
  get openings(): number {
    return this.#openings;
  }
  get state(): FindState {
    return this.#state;
  }
  get hits(): readonly FindHit[] {
    return this.#hits;
  }
  get lines(): readonly FindLine[] {
    return this.#lines;
  }
  get progress(): FindProgress {
    return this.#progress;
  }
  /** Once it is `done`. */
  get summary(): FindSummary | undefined {
    return this.#summary;
  }
  /** Why it has `failed`. */
  get reason(): string {
    return this.#reason;
  }
  /** The key of the chosen line. */
  get chosen(): string | undefined {
    return this.#chosen;
  }
  /** The place that was opened last. */
  get place(): FoundPlace | undefined {
    return this.#place;
  }

  /** Why what is typed can't be looked for; nothing while nothing is typed. */
  get mistake(): NeedleError | undefined {
    const { text, as, letterCase } = this;
    const needle = text === '' ? undefined : readNeedle(text, { as, letterCase });
    return needle && !needle.ok ? needle.error : undefined;
  }

  placeIn(exchange: string, of: FoundPlace['of']): FoundPlace | undefined {
    const place = this.#place;
    return place?.exchange === exchange && place.of === of ? place : undefined;
  }

  show(): void {
    if (!this.isAble) return;
    if (this.scope === 'session' && this.#options.selection.session === undefined) this.scope = 'all';
    this.#isOpen = true;
    this.#openings += 1;
  }

  /** What was found stays, for when it is shown again. */
  close(): void {
    this.cancel();
    this.#isOpen = false;
    this.#place = undefined;
  }

  /** Begins anew with what is typed. */
  search(): void {
    const { ask } = this.#options;
    if (!ask || this.text === '' || this.mistake) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#state = 'searching';
    this.#hits = [];
    this.#progress = NOTHING;
    this.#summary = undefined;
    this.#chosen = undefined;
    void this.#run(ask(this.#question, this.#abort.signal), this.#abort.signal);
  }

  cancel(): void {
    if (this.#state !== 'searching') return;
    this.#abort.abort();
    this.#state = 'cancelled';
  }

  choose(line: FindLine | undefined): void {
    if (line?.kind === 'hit') this.#chosen = line.key;
  }

  /** Shows the packet of a hit, and the place in it. */
  open(line: FindLine): void {
    if (line.kind !== 'hit') return;
    this.#chosen = line.key;
    const { exchange, session = OTHER_TRAFFIC, of, part, at, length } = line.hit;
    this.#place = { exchange, of, part, from: at, until: at + length };
    this.#options.selection.goTo(session, exchange);
  }

  get #question(): FindQuestion {
    const { text, as, letterCase, places, scope } = this;
    const { filter, selection } = this.#options;
    return {
      ...{ text, as, letterCase, heads: places !== 'bodies', bodies: places !== 'heads' },
      filter: scope === 'shown' ? filter() : '',
      ...(scope === 'session' && { session: selection.session }),
    };
  }

  async #run(news: AsyncIterable<FindNews>, signal: AbortSignal): Promise<void> {
    try {
      for await (const one of news) {
        if (signal.aborted) return;
        this.#take(one);
      }
      if (!signal.aborted && this.#state === 'searching') this.#fail('bitstap ended before the search did.');
    } catch (error) {
      // The network, or what the dashboard says of the question; an end of our own is no failure.
      if (!signal.aborted) this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #take(news: FindNews): void {
    if (news.type === 'hits') this.#hits = [...this.#hits, ...news.hits];
    else this.#progress = news;
    if (news.type !== 'end') return;
    this.#summary = news;
    this.#state = 'done';
  }

  #fail(reason: string): void {
    this.#reason = reason;
    this.#state = 'failed';
  }
}

/** Hits come session by session. */
function linesOf(hits: readonly FindHit[]): readonly FindLine[] {
  const counts = new Map<string, number>();
  for (const { session = OTHER_TRAFFIC } of hits) counts.set(session, (counts.get(session) ?? 0) + 1);
  let before: string | undefined;
  return hits.flatMap((hit, index): FindLine[] => {
    const { session = OTHER_TRAFFIC } = hit;
    const line: FindLine = { kind: 'hit', key: `hit-${index}`, hit };
    if (session === before) return [line];
    before = session;
    return [{ kind: 'session', key: `of-${session}`, session, hits: counts.get(session) ?? 0 }, line];
  });
}

export const [getFinder, setFinder] = createContext<Finder>();
