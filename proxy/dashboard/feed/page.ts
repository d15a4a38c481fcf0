import type { WebSocket } from 'ws';
import type { FeedMessage, PageMessage } from '../../core/feed.ts';
import { stringify } from '../../core/json.ts';
import type { Batch } from './batch.ts';
import type { PageFilter } from './page-filter.ts';

export interface PageLimits {
  /** Bytes that wait to be sent; beyond it a page gets nothing until it has read some. */
  readonly pageBacklogBytes: number;
  /** How long it may read nothing at all then, before it is cut off, ms. */
  readonly pageStallMs: number;
}

/** The rows that a page looks at: what it has of them, and whether more is on its way to it. */
interface Watch {
  readonly session: string;
  after: number | undefined;
  writing: boolean;
}

/** After the goodbye, a page has this long to read it. */
const GRACE_MS = 1_000;

/** Close codes [RFC 6455 §7.4.1], 1013 "try again later" from its registry. */
export const CLOSE = { goingAway: 1001, badMessage: 1008, failed: 1011, tryAgainLater: 1013 } as const;

/**
 * One page: how far it has been told, and what it watches. A page that reads slowly is told less often, and then only
 * the last state of each thing; one that has stopped reading is cut off, and gets what it missed when it comes back.
 */
export class Page {
  readonly #socket: WebSocket;
  readonly #limits: PageLimits;
  /** The list of sessions has been told up to this event. */
  #listed: number;
  #watch: Watch | undefined;
  #filter: PageFilter | undefined;
  #totals = '';
  #alive = true;
  #closing = false;
  #stalled: { readonly sinceMs: number; readonly backlog: number } | undefined;

  constructor(socket: WebSocket, after: number, limits: PageLimits) {
    this.#socket = socket;
    this.#listed = after;
    this.#limits = limits;
    socket.on('pong', () => {
      this.#alive = true;
    });
  }

  /** What it was told counts no more. Rows that are on their way to it are not sent. */
  restart(hello: string): void {
    this.#listed = 0;
    this.#totals = '';
    // It asks for its filter again: what was judged is of other rows.
    this.filter(undefined);
    this.#watch &&= { session: this.#watch.session, after: undefined, writing: false };
    this.send(hello);
  }

  watch({ session, after }: Extract<PageMessage, { type: 'watch' }>, now: number): void {
    // A number from the future is of another life of ours.
    const known = after > 0 && after <= now ? after : undefined;
    this.#watch = session === undefined ? undefined : { session, after: known, writing: false };
  }

  /** `filter` is absent for a page that needs none. */
  filter(filter: PageFilter | undefined): void {
    this.#filter?.end();
    this.#filter = filter;
  }

  /** The number of what it has been told of: what it names when it comes back. */
  get listed(): number {
    return this.#listed;
  }

  /** Tells what is new. `behind`: there is more to tell, later; `listing`: more of the list, at once. */
  update(batch: Batch, nowMs: number): 'settled' | 'behind' | 'listing' {
    if (this.#closing) return 'settled';
    if (this.#isFull(nowMs)) return 'behind';
    const list = batch.listAfter(this.#listed);
    for (const message of list.messages) this.send(message);
    this.#listed = list.upTo;
    this.#updateTotals(batch);
    const states = [this.#updateRows(batch), this.#updateFilter(batch)];
    if (this.#listed < batch.seq) return 'listing';
    return states.includes('behind') ? 'behind' : 'settled';
  }

  send(message: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(message);
  }

  /** Tells of a failure that is in no timeline; its number changes nothing for the page. */
  announce(code: string, message: string, at: number): void {
    this.send(stringify({ type: 'fault', seq: this.#listed, code, message, at } satisfies FeedMessage));
  }

  /** Asks whether the page is still there; one that did not answer the last time is gone. */
  ping(): void {
    if (!this.#alive) return this.#socket.terminate();
    this.#alive = false;
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.filter(undefined);
    this.#socket.close(code, reason);
    const impatience = setTimeout(() => this.#socket.terminate(), GRACE_MS);
    this.#socket.once('close', () => clearTimeout(impatience));
  }

  #updateTotals({ totals }: Batch): void {
    if (totals === this.#totals) return;
    this.#totals = totals;
    this.send(`{"type":"totals","seq":${this.#listed},"totals":${totals}}`);
  }

  #updateRows(batch: Batch): 'settled' | 'behind' {
    const watch = this.#watch;
    if (!watch || watch.after === batch.seq) return 'settled';
    if (watch.writing) return 'behind';
    const rows = batch.rowsAfter(watch.session, watch.after);
    watch.after = batch.seq;
    if (rows) void this.#sendRows(watch, rows);
    return 'settled';
  }

  #updateFilter({ seq }: Batch): 'settled' | 'behind' {
    const filter = this.#filter;
    if (!filter || filter.isUpTo(seq)) return 'settled';
    filter.catchUp().catch((error) => this.#fail('The filter could not be applied', error));
    return 'behind';
  }

  async #sendRows(watch: Watch, rows: Promise<string>): Promise<void> {
    watch.writing = true;
    try {
      const message = await rows;
      if (this.#watch === watch) this.send(message);
    } catch (error) {
      this.#fail('The rows could not be written', error);
    } finally {
      watch.writing = false;
    }
  }

  /** Only our own bug can be behind it; traffic must not suffer for it. */
  #fail(what: string, error: unknown): void {
    this.announce('dashboard-failed', `${what}: ${error instanceof Error ? error.message : String(error)}`, Date.now());
    this.close(CLOSE.failed, 'the dashboard failed');
  }

  #isFull(nowMs: number): boolean {
    const backlog = this.#socket.bufferedAmount;
    if (backlog <= this.#limits.pageBacklogBytes) {
      this.#stalled = undefined;
      return false;
    }
    if (!this.#stalled || backlog < this.#stalled.backlog) this.#stalled = { sinceMs: nowMs, backlog };
    if (nowMs - this.#stalled.sinceMs >= this.#limits.pageStallMs) this.close(CLOSE.tryAgainLater, 'reads too slowly');
    return true;
  }
}
