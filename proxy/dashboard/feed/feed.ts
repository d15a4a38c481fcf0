import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { FeedMessage, PageMessage, TapInfo } from '../../core/feed.ts';
import { parseFilter } from '../../core/filter.ts';
import { assertNever } from '../../core/http/assert-never.ts';
import { stringify } from '../../core/json.ts';
import type { PlayOverview, PlayState } from '../../core/play.ts';
import type { KeptTimeline } from '../kept/kept-timeline.ts';
import { Batch } from './batch.ts';
import { CLOSE, Page, type PageLimits } from './page.ts';
import { PageFilter } from './page-filter.ts';
import { readPageMessage } from './page-message.ts';

/** Pages are told ten times a second at most. */
const PAUSE_MS = 100;
/** A page that has no list yet gets the parts of it one after the other. */
const LISTING_PAUSE_MS = 5;
const HEARTBEAT_MS = 15_000;

type MarksMessage = Extract<FeedMessage, { readonly type: 'marks' }>;

/** Where a page that comes back stopped reading. */
export interface Resumption {
  readonly run: string;
  readonly after: number;
}

/** All attached pages, and the one timer that tells them what is new. While there is none, nothing is done. */
export class Feed {
  #run: string = randomUUID();
  #play: { readonly state: PlayState; readonly overview: PlayOverview | undefined } | undefined;
  readonly #kept: KeptTimeline;
  readonly #tap: TapInfo;
  readonly #limits: PageLimits;
  readonly #marks: () => string;
  readonly #pages = new Set<Page>();
  #timer: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  /** `marks`: all of them, for a page that comes. */
  constructor(kept: KeptTimeline, tap: TapInfo, limits: PageLimits, marks: () => MarksMessage) {
    this.#kept = kept;
    this.#tap = tap;
    this.#limits = limits;
    this.#marks = () => stringify(marks());
  }

  /** What a page knows of another run is worth nothing: numbers begin anew with each start, and nothing is left after a clearing. */
  get run(): string {
    return this.#run;
  }

  get pages(): number {
    return this.#pages.size;
  }

  attach(socket: WebSocket, from: Resumption | undefined): void {
    const after = from && this.#canResume(from) ? from.after : 0;
    const page = new Page(socket, after, this.#limits);
    this.#pages.add(page);
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
    socket.on('message', (text, isBinary) => this.#receive(page, isBinary ? '' : text.toString()));
    socket.on('close', () => this.#detach(page));
    // The close that follows says enough.
    socket.on('error', () => {});
    page.send(this.#hello(after));
    if (this.#play) page.send(this.#playMessage(this.#play.overview));
    page.send(this.#marks());
    this.wake();
  }

  /** What pages were told counts no more: everything begins anew. */
  restart(): void {
    this.#run = randomUUID();
    for (const page of this.#pages) page.restart(this.#hello(0));
    this.wake();
  }

  /** Where the player of a recording is. */
  play(state: PlayState, overview: PlayOverview | undefined): void {
    const isNew = overview !== this.#play?.overview;
    this.#play = { state, overview };
    const message = this.#playMessage(isNew ? overview : undefined);
    for (const page of this.#pages) page.send(message);
  }

  /** The same marks on all pages, at once. */
  mark(message: MarksMessage): void {
    const text = stringify(message);
    for (const page of this.#pages) page.send(text);
  }

  /** There is something new. Costs next to nothing. */
  wake(pauseMs = PAUSE_MS): void {
    if (this.#timer || this.#pages.size === 0) return;
    const waitMs = Math.max(0, this.#toldAtMs + pauseMs - performance.now());
    this.#timer = setTimeout(() => this.#update(), waitMs);
  }

  /** A failure of the dashboard itself, which is in no timeline: told to the pages that are there. */
  announce(code: string, message: string): void {
    for (const page of this.#pages) page.announce(code, message, Date.now());
  }

  close(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    for (const page of this.#pages) page.close(CLOSE.goingAway, 'bitstap ends');
  }

  #hello(after: number): string {
    return stringify({ type: 'hello', seq: after, run: this.#run, tap: this.#tap, resumed: after > 0 } satisfies FeedMessage);
  }

  #playMessage(overview: PlayOverview | undefined): string {
    const state = this.#play?.state;
    if (!state) throw new Error('nothing is played');
    // Not numbered: what a page has read of the timeline does not change with it.
    return stringify({ type: 'play', state, ...(overview && { overview }) } satisfies FeedMessage);
  }

  #canResume({ run, after }: Resumption): boolean {
    return run === this.#run && after >= this.#kept.sessions.coveredFrom && after <= this.#kept.seq;
  }

  #receive(page: Page, text: string): void {
    const message = readPageMessage(text);
    if (!message) return page.close(CLOSE.badMessage, 'not a message of this feed');
    this.#obey(page, message);
    this.wake();
  }

  #obey(page: Page, message: PageMessage): void {
    switch (message.type) {
      case 'watch':
        return page.watch(message, this.#kept.seq);
      case 'filter':
        return page.filter(this.#filterFor(page, message.text));
      case 'clear':
        return this.#clear();
      default:
        return assertNever(message);
    }
  }

  /** A filter that selects everything, or that only a newer page understands, selects nothing here to be told of. */
  #filterFor(page: Page, text: string): PageFilter | undefined {
    const result = parseFilter(text);
    if (!result.ok || result.filter.isEmpty) return undefined;
    return new PageFilter(this.#kept, text, result.filter, (matches) =>
      page.send(stringify({ type: 'matches', seq: page.listed, ...matches } satisfies FeedMessage)),
    );
  }

  #clear(): void {
    this.#kept.clear();
    this.restart();
  }

  #update(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    this.#toldAtMs = nowMs;
    try {
      const state = this.#updatePages(nowMs);
      if (state !== 'settled') this.wake(state === 'listing' ? LISTING_PAUSE_MS : PAUSE_MS);
    } catch (error) {
      this.#fail(error);
    }
  }

  #updatePages(nowMs: number): 'settled' | 'behind' | 'listing' {
    const batch = new Batch(this.#kept, nowMs);
    const states = Array.from(this.#pages, (page) => page.update(batch, nowMs));
    if (states.includes('listing')) return 'listing';
    return batch.isBusy || states.includes('behind') ? 'behind' : 'settled';
  }

  /** Our own bug: the pages go, and may come back; the traffic goes on. */
  #fail(error: unknown): void {
    this.announce('dashboard-failed', `The page could not be told what is new: ${error instanceof Error ? error.message : String(error)}`);
    for (const page of this.#pages) page.close(CLOSE.failed, 'the dashboard failed');
  }

  #beat(): void {
    for (const page of this.#pages) page.ping();
  }

  #detach(page: Page): void {
    page.filter(undefined);
    this.#pages.delete(page);
    if (this.#pages.size > 0) return;
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    this.#timer = undefined;
    this.#heartbeat = undefined;
  }
}
