import { createContext } from 'svelte';
import type { FeedMessage, TapInfo, Totals } from '../../proxy/core/feed.ts';
import type { FilterSubject } from '../../proxy/core/filter.ts';
import { assertNever } from '../../proxy/core/http/assert-never.ts';
import type { Finding, Severity } from '../../proxy/core/rules/rule.ts';
import { type SessionView, type Standing, standing, type TimelineRow } from '../../proxy/core/timeline.ts';
import { type Line, LineFold, type PacketLine } from './lines.ts';
import { merged, newestFirst } from './session-order.ts';
import type { SessionsChange } from './session-table.svelte.ts';
import { WatchedRows } from './watched-rows.ts';

/** A failure of the tap itself, as the page lists it. */
export interface Fault {
  readonly seq: number;
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

export interface TimelineOptions {
  /** Which rows of the watched session are shown; nothing for all. Read anew each time. */
  readonly selectsRow?: () => ((row: FilterSubject) => boolean) | undefined;
}

/** The page keeps this many faults, the latest. */
const KEPT_FAULTS = 50;

/** What the feed told: all sessions in short, and the rows of the one that is watched. Traffic is replaced, never mutated. */
export class LiveTimeline {
  readonly #selectsRow: NonNullable<TimelineOptions['selectsRow']>;
  readonly #byId = new Map<string, SessionView>();
  readonly #fold = new LineFold();
  readonly #standings = new Map<Standing, number>();
  #counts = $state.raw<ReadonlyMap<Standing, number>>(new Map());
  #tap = $state.raw<TapInfo>();
  #sessions = $state.raw<readonly SessionView[]>([]);
  #totals = $state.raw<Totals>();
  #faults = $state.raw<readonly Fault[]>([]);
  #listed = $state(false);
  #watched = $state.raw<WatchedRows>();

  readonly #allLines: readonly Line[] = $derived.by(() =>
    this.#watched ? this.#fold.take(this.#watched.rows, this.#watched.dropped + 1) : [],
  );
  /** The watched session, line by line, as far as the filter selects it. */
  readonly lines: readonly Line[] = $derived.by(() => {
    const selects = this.#selectsRow();
    return selects
      ? this.#allLines.filter((line): line is PacketLine => line.kind !== 'connection' && this.#isSelected(line, selects))
      : this.#allLines;
  });
  /** What was found in the watched session: the heaviest first, then in order of time. */
  readonly findings: readonly Finding[] = $derived((this.#watched?.rows ?? []).flatMap((row) => row.findings).sort(heaviestFirst));
  readonly #numbers: ReadonlyMap<string, number> = $derived(
    new Map((this.#watched?.rows ?? []).map((row, index) => [row.exchange.id, index + 1 + (this.#watched?.dropped ?? 0)])),
  );

  constructor({ selectsRow = () => undefined }: TimelineOptions = {}) {
    this.#selectsRow = selectsRow;
  }

  get tap(): TapInfo | undefined {
    return this.#tap;
  }
  /** Newest first. */
  get sessions(): readonly SessionView[] {
    return this.#sessions;
  }
  sessionOf(id: string): SessionView | undefined {
    void this.#sessions;
    return this.#byId.get(id);
  }
  /** How many sessions stand so. */
  countOf(stands: Standing): number {
    return this.#counts.get(stands) ?? 0;
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
  /** Whether the tap has told which sessions it has, all of them; until then it means nothing that one is not there. */
  get listed(): boolean {
    const { sessions = 0 } = this.#totals ?? {};
    return (this.#listed && this.#sessions.length >= sessions) || this.#totals?.sessions === 0;
  }

  /** Looks at the rows of this session from now on; they come when the dashboard has been asked for them. */
  watch(session: string | undefined): void {
    if (this.#watched?.session === session) return;
    this.#watched = session === undefined ? undefined : WatchedRows.awaiting(session, this.#byId.get(session));
  }

  /** Takes what arrived together, and shows it together. Gives what became of the sessions, if anything did. */
  take(messages: readonly FeedMessage[]): SessionsChange | undefined {
    let watched = this.#watched;
    let change: SessionsChange | undefined;
    for (const message of messages) {
      if (message.type === 'hello' && !message.resumed) watched = watched && WatchedRows.awaiting(watched.session);
      watched = watched?.take(message);
      this.#takeSummary(message);
      change = joined(change, message);
    }
    this.#watched = watched;
    if (change) this.#show(change);
    return change;
  }

  #show({ anew, changed, removed }: SessionsChange): void {
    const gone = new Set([...removed, ...changed.map(({ id }) => id)]);
    const present = changed.filter((view) => this.#byId.get(view.id) === view);
    this.#sessions = merged(anew ? [] : this.#sessions, gone, present, newestFirst);
    this.#counts = new Map(this.#standings);
  }

  #isSelected({ row }: PacketLine, selects: (row: FilterSubject) => boolean): boolean {
    const session = this.#watched?.view;
    return selects({ ...row, session, connection: this.#watched?.connections.get(row.exchange.connection) });
  }

  #takeSummary(message: FeedMessage): void {
    switch (message.type) {
      case 'hello':
        this.#tap = message.tap;
        if (!message.resumed) this.#startAnew();
        return;
      case 'sessions':
        this.#listed = true;
        for (const view of message.changed) this.#replace(view.id, view);
        for (const id of message.removed) this.#replace(id, undefined);
        return;
      case 'totals':
        this.#totals = message.totals;
        return;
      case 'fault':
        this.#faults = [...this.#faults, message].slice(-KEPT_FAULTS);
        return;
      case 'rows':
      case 'events':
      case 'matches':
      case 'play':
      case 'marks':
        return;
      default:
        assertNever(message);
    }
  }

  #replace(id: string, view: SessionView | undefined): void {
    const before = this.#byId.get(id);
    if (before) this.#count(before, -1);
    if (view) {
      this.#count(view, 1);
      this.#byId.set(id, view);
    } else this.#byId.delete(id);
  }

  #count(view: SessionView, by: 1 | -1): void {
    const stands = standing(view);
    this.#standings.set(stands, (this.#standings.get(stands) ?? 0) + by);
  }

  #startAnew(): void {
    this.#byId.clear();
    this.#standings.clear();
    this.#listed = false;
    this.#totals = undefined;
    this.#faults = [];
  }
}

/** Of several changes of a session only the last counts. */
function joined(change: SessionsChange | undefined, message: FeedMessage): SessionsChange | undefined {
  if (message.type === 'hello') return message.resumed ? change : { anew: true, changed: [], removed: [] };
  if (message.type !== 'sessions') return change;
  if (!change) return message;
  const told = new Set([...message.changed.map(({ id }) => id), ...message.removed]);
  return {
    ...change,
    changed: [...change.changed.filter(({ id }) => !told.has(id)), ...message.changed],
    removed: [...change.removed, ...message.removed],
  };
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

function heaviestFirst(a: Finding, b: Finding): number {
  return WEIGHT[a.severity] - WEIGHT[b.severity] || a.at - b.at;
}

export const [getTimeline, setTimeline] = createContext<LiveTimeline>();
