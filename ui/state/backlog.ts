import type { FeedMessage } from '../../proxy/core/feed.ts';
import type { SessionView } from '../../proxy/core/timeline.ts';

type SessionsMessage = Extract<FeedMessage, { type: 'sessions' }>;
type EventsMessage = Extract<FeedMessage, { type: 'events' }>;

const MAX_EVENTS = 20_000;
const MAX_FAULTS = 50;

/** What came while the view stood still: of each thing the last state, so that it does not grow with the time. */
export class Backlog {
  readonly #changed = new Map<string, SessionView>();
  readonly #removed = new Set<string>();
  #found: NonNullable<SessionsMessage['found']> = {};
  #totals: FeedMessage | undefined;
  #faults: FeedMessage[] = [];
  #events: EventsMessage[] = [];
  #eventCount = 0;
  #isCut = false;
  #seq = 0;

  /** Sessions that changed or went. */
  get sessions(): number {
    return this.#changed.size + this.#removed.size;
  }

  /** More happened in the watched session than is kept: its rows have to be asked for anew. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** The number of the latest event that was told. */
  get seq(): number {
    return this.#seq;
  }

  take(message: FeedMessage): void {
    this.#seq = Math.max(this.#seq, message.seq ?? 0);
    switch (message.type) {
      case 'sessions':
        return this.#takeSessions(message);
      case 'totals':
        this.#totals = message;
        return;
      case 'fault':
        this.#faults = [...this.#faults, message].slice(-MAX_FAULTS);
        return;
      case 'events':
        return this.#takeEvents(message);
      default:
        return;
    }
  }

  /** The session that was watched is no longer: what happened in it is of no use. */
  forgetEvents(): void {
    this.#events = [];
    this.#eventCount = 0;
    this.#isCut = false;
  }

  /** Everything, as messages that say the same. */
  drain(): FeedMessage[] {
    const seq = this.#seq;
    const [changed, removed] = [[...this.#changed.values()], [...this.#removed]];
    const hasNews = changed.length + removed.length + Object.keys(this.#found).length > 0;
    return [
      ...(hasNews ? [{ type: 'sessions' as const, seq, changed, removed, found: this.#found }] : []),
      ...(this.#totals ? [this.#totals] : []),
      ...this.#faults,
      ...(this.#isCut ? [] : this.#events),
    ];
  }

  #takeSessions({ changed, removed, found = {} }: SessionsMessage): void {
    for (const view of changed) {
      this.#changed.set(view.id, view);
      this.#removed.delete(view.id);
    }
    for (const id of removed) {
      this.#changed.delete(id);
      this.#removed.add(id);
    }
    this.#found = { ...this.#found, ...found };
  }

  #takeEvents(message: EventsMessage): void {
    this.#eventCount += message.events.length;
    this.#isCut ||= this.#eventCount > MAX_EVENTS;
    if (this.#isCut) this.#events = [];
    else this.#events.push(message);
  }
}
