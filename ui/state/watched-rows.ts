import type { FeedMessage } from '../../proxy/core/feed.ts';
import { type Connection, type SessionView, Timeline, type TimelineRow } from '../../proxy/core/timeline.ts';

type RowsMessage = Extract<FeedMessage, { type: 'rows' }>;
type EventsMessage = Extract<FeedMessage, { type: 'events' }>;

/** The rows of the watched session: a new value after every change, over one fold that goes on. */
export class WatchedRows {
  readonly session: string;
  /** The last state of the session that was told; it stays when the session is no longer kept. Absent for other traffic. */
  readonly view: SessionView | undefined;
  readonly rows: readonly TimelineRow[];
  readonly connections: ReadonlyMap<string, Connection>;
  /** Older rows that the tap no longer keeps. */
  readonly dropped: number;
  /** `awaited`: rows were asked for. `evicted`: the tap forgot the session, this is what was seen of it. */
  readonly state: 'awaited' | 'live' | 'evicted';
  readonly #fold: Timeline;

  private constructor(from: Pick<WatchedRows, 'session' | 'view' | 'dropped' | 'state'>, fold: Timeline) {
    this.session = from.session;
    this.view = from.view;
    this.dropped = from.dropped;
    this.state = from.state;
    this.#fold = fold;
    this.rows = [...fold.rows.values()];
    this.connections = fold.connections;
  }

  static awaiting(session: string, view?: SessionView): WatchedRows {
    return new WatchedRows({ session, view, dropped: 0, state: 'awaited' }, new Timeline());
  }

  /** The last event that the rows include; 0 before they came. */
  get seq(): number {
    return this.#fold.seq;
  }

  take(message: FeedMessage): WatchedRows {
    switch (message.type) {
      case 'rows':
        return message.session === this.session ? this.#replace(message) : this;
      case 'events':
        return message.session === this.session ? this.#append(message) : this;
      case 'sessions':
        return this.#takeView(message.changed, message.removed);
      default:
        return this;
    }
  }

  #replace(message: RowsMessage): WatchedRows {
    const fold = new Timeline();
    for (const row of message.rows) fold.rows.set(row.exchange.id, row);
    for (const connection of message.connections) fold.connections.set(connection.id, connection);
    fold.seq = message.seq;
    return new WatchedRows({ ...this.#facts(), dropped: message.dropped, state: 'live' }, fold);
  }

  #append({ events, seq, dropped }: EventsMessage): WatchedRows {
    const { rows } = this.#fold;
    let forgotten = this.dropped;
    for (const event of events) {
      if (event.type === 'evicted' && event.what === 'exchange' && rows.has(event.id)) forgotten += 1;
      this.#fold.apply(event);
    }
    for (const id of [...rows.keys()].slice(0, Math.max(0, dropped - forgotten))) rows.delete(id);
    this.#fold.seq = Math.max(this.#fold.seq, seq);
    return new WatchedRows({ ...this.#facts(), dropped: Math.max(dropped, forgotten) }, this.#fold);
  }

  #takeView(changed: readonly SessionView[], removed: readonly string[]): WatchedRows {
    const view = changed.findLast(({ id }) => id === this.session);
    if (removed.includes(this.session)) return new WatchedRows({ ...this.#facts(), state: 'evicted' }, this.#fold);
    return view ? new WatchedRows({ ...this.#facts(), view }, this.#fold) : this;
  }

  #facts(): Pick<WatchedRows, 'session' | 'view' | 'dropped' | 'state'> {
    const { session, view, dropped, state } = this;
    return { session, view, dropped, state };
  }
}
