import { createContext } from 'svelte';
import type { FeedMessage, TapInfo, Totals } from '../../proxy/core/feed.ts';
import { assertNever } from '../../proxy/core/http/assert-never.ts';
import type { Finding, Severity } from '../../proxy/core/rules/rule.ts';
import type { SessionView, TimelineRow } from '../../proxy/core/timeline.ts';
import { type Line, linesOf } from './lines.ts';
import { WatchedRows } from './watched-rows.ts';

/** A failure of the tap itself, as the page lists it. */
export interface Fault {
  readonly seq: number;
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

/** The page keeps this many faults, the latest. */
const KEPT_FAULTS = 50;

/** What the feed told: all sessions in short, and the rows of the one that is watched. Traffic is replaced, never mutated. */
export class LiveTimeline {
  readonly #byId = new Map<string, SessionView>();
  #tap = $state.raw<TapInfo>();
  #sessions = $state.raw<readonly SessionView[]>([]);
  #totals = $state.raw<Totals>();
  #faults = $state.raw<readonly Fault[]>([]);
  #listed = $state(false);
  #watched = $state.raw<WatchedRows>();

  /** The watched session, line by line. */
  readonly lines: readonly Line[] = $derived.by(() => (this.#watched ? linesOf(this.#watched.rows, this.#watched.dropped + 1) : []));
  /** What was found in the watched session: the heaviest first, then in order of time. */
  readonly findings: readonly Finding[] = $derived((this.#watched?.rows ?? []).flatMap((row) => row.findings).sort(heaviestFirst));
  readonly #numbers: ReadonlyMap<string, number> = $derived(
    new Map((this.#watched?.rows ?? []).map((row, index) => [row.exchange.id, index + 1 + (this.#watched?.dropped ?? 0)])),
  );

  get tap(): TapInfo | undefined {
    return this.#tap;
  }
  /** Newest first. */
  get sessions(): readonly SessionView[] {
    return this.#sessions;
  }
  get totals(): Totals | undefined {
    return this.#totals;
  }
  /** Oldest first. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }
  get watched(): WatchedRows | undefined {
    return this.#watched;
  }
  /** The number of an exchange in the watched session, from 1. */
  numberOf(exchange: string): number | undefined {
    return this.#numbers.get(exchange);
  }
  rowOf(exchange: string): TimelineRow | undefined {
    return this.#watched?.rows.find((row) => row.exchange.id === exchange);
  }
  /** Whether the tap has told which sessions it has; until then an empty list means nothing. */
  get listed(): boolean {
    return this.#listed || this.#totals?.sessions === 0;
  }

  /** Looks at the rows of this session from now on; they come when the dashboard has been asked for them. */
  watch(session: string | undefined): void {
    if (this.#watched?.session === session) return;
    this.#watched = session === undefined ? undefined : WatchedRows.awaiting(session, this.#byId.get(session));
  }

  /** Takes what arrived together, and shows it together. */
  take(messages: readonly FeedMessage[]): void {
    let watched = this.#watched;
    for (const message of messages) {
      if (message.type === 'hello' && !message.resumed) watched = watched && WatchedRows.awaiting(watched.session);
      watched = watched?.take(message);
      this.#takeSummary(message);
    }
    this.#watched = watched;
    if (messages.some(({ type }) => type === 'sessions' || type === 'hello')) this.#sessions = newestFirst(this.#byId.values());
  }

  #takeSummary(message: FeedMessage): void {
    switch (message.type) {
      case 'hello':
        this.#tap = message.tap;
        if (!message.resumed) this.#startAnew();
        return;
      case 'sessions':
        this.#listed = true;
        for (const view of message.changed) this.#byId.set(view.id, view);
        for (const id of message.removed) this.#byId.delete(id);
        return;
      case 'totals':
        this.#totals = message.totals;
        return;
      case 'fault':
        this.#faults = [...this.#faults, message].slice(-KEPT_FAULTS);
        return;
      case 'rows':
      case 'events':
      case 'play':
        return;
      default:
        assertNever(message);
    }
  }

  #startAnew(): void {
    this.#byId.clear();
    this.#listed = false;
    this.#totals = undefined;
    this.#faults = [];
  }
}

function newestFirst(views: Iterable<SessionView>): SessionView[] {
  return [...views].sort((a, b) => b.createdAt - a.createdAt || ordinal(b) - ordinal(a));
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

function heaviestFirst(a: Finding, b: Finding): number {
  return WEIGHT[a.severity] - WEIGHT[b.severity] || a.at - b.at;
}

/** The 12 of `s12`. */
function ordinal(view: SessionView): number {
  return Number(view.id.slice(1));
}

export const [getTimeline, setTimeline] = createContext<LiveTimeline>();
