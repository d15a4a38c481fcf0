import { Analyzer } from '../../proxy/core/analyzer.ts';
import { type FeedMessage, OTHER_TRAFFIC, type TapInfo } from '../../proxy/core/feed.ts';
import { parse, stringify } from '../../proxy/core/json.ts';
import { type SEVERITIES, type SessionView, Timeline, type TimelineEvent, type TimelineRow } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import type { FeedSocket, FeedSocketEvents } from '../state/connection.svelte.ts';

/** What a sample shows beside its traffic. */
export interface SampleOptions {
  /** Rows that the tap is said to have let go. */
  readonly dropped?: number;
  /** The tap forgets the session once the page has seen it. */
  readonly evicts?: boolean;
  /** The rows never come. */
  readonly silent?: boolean;
  /** Traffic that goes on: every `everyMs` the next of `live`. */
  readonly live?: { readonly everyMs: number; readonly next: () => readonly WireEvent[] };
}

export const SAMPLE_TAP: TapInfo = { version: '0.0.0', listen: '127.0.0.1:8080', target: 'http://files.example.test', embedded: false };

/** A dashboard that has seen a conversation, in the page itself: the core makes of it what it makes of traffic. */
export class SampleDashboard {
  readonly timeline = new Timeline();
  readonly #analyzer = new Analyzer();
  readonly #options: SampleOptions;
  #watched: string | undefined;
  /** Of the last event, ms since the epoch. */
  at = 0;

  constructor(events: readonly WireEvent[], options: SampleOptions = {}) {
    this.#options = options;
    this.#feed(events);
    // What moves with every packet is told with the next tick.
    this.#feed([{ type: 'tick', at: this.at + 1 }]);
  }

  open(events: FeedSocketEvents): FeedSocket {
    let isClosed = false;
    const tell = (message: FeedMessage) => queueMicrotask(() => !isClosed && events.onmessage(stringify(message)));
    tell({ type: 'hello', seq: 0, run: 'gallery', tap: SAMPLE_TAP, resumed: false });
    tell({ type: 'sessions', seq: 0, changed: [...this.timeline.sessions.values()], removed: [] });
    tell({ type: 'totals', seq: 0, totals: this.#totals() });
    const timer = this.#goOn(tell);
    return {
      send: (text) => this.#watch(text, tell),
      close: () => {
        isClosed = true;
        clearInterval(timer);
      },
    };
  }

  #feed(events: readonly WireEvent[]): TimelineEvent[] {
    const told: TimelineEvent[] = [];
    for (const event of events) {
      this.#analyzer.feed(event, told);
      this.at = Math.max(this.at, event.at);
    }
    for (const event of told) this.timeline.apply(event);
    return told;
  }

  #watch(text: string, tell: (message: FeedMessage) => void): void {
    const message = parse(text);
    const session = typeof message === 'object' && message !== null && 'session' in message ? String(message.session) : undefined;
    this.#watched = session;
    if (session === undefined || this.#options.silent) return;
    const { dropped = 0, evicts } = this.#options;
    const rows = this.#rowsOf(session).slice(dropped);
    tell({ type: 'rows', seq: this.timeline.seq, session, rows, connections: [...this.timeline.connections.values()], dropped });
    if (evicts) tell({ type: 'sessions', seq: this.timeline.seq, changed: [], removed: [session] });
  }

  #rowsOf(session: string): TimelineRow[] {
    const isOther = session === OTHER_TRAFFIC;
    return [...this.timeline.rows.values()].filter(({ exchange }) =>
      isOther ? exchange.session === undefined : exchange.session === session,
    );
  }

  #goOn(tell: (message: FeedMessage) => void): ReturnType<typeof setInterval> | undefined {
    const { live } = this.#options;
    if (!live) return undefined;
    return setInterval(() => {
      const events = this.#feed([...live.next(), { type: 'tick', at: this.at }]);
      const session = this.#watched;
      if (session !== undefined) tell({ type: 'events', seq: this.timeline.seq, session, events, dropped: this.#drop(session) });
      tell({ type: 'sessions', seq: this.timeline.seq, changed: [...this.timeline.sessions.values()], removed: [] });
    }, live.everyMs);
  }

  /** As a dashboard does, it keeps 5,000 rows of a session. */
  #drop(session: string): number {
    return Math.max(0, this.#rowsOf(session).length - 5_000);
  }

  #totals(): Extract<FeedMessage, { type: 'totals' }>['totals'] {
    const sessions: readonly SessionView[] = [...this.timeline.sessions.values()];
    const sum = (severity: (typeof SEVERITIES)[number]) => sessions.reduce((all, { findings }) => all + findings[severity], 0);
    return {
      sessions: sessions.length,
      active: sessions.length,
      findings: { error: sum('error'), warning: sum('warning'), note: sum('note') },
      otherExchanges: this.#rowsOf(OTHER_TRAFFIC).length,
      ...{ packetsPerSecond: 0, bytesPerSecond: 0 },
    };
  }
}
