/** A shared copy in place of a dashboard: it answers what the page asks from its own lines, which are read when they are looked at. */
import { type ComparedSession, compareSessions, type SessionComparison } from '../../proxy/core/compare/compare-sessions.ts';
import type { FeedMessage, TapInfo } from '../../proxy/core/feed.ts';
import { type Filter, parseFilter } from '../../proxy/core/filter.ts';
import { parse, tryParse } from '../../proxy/core/json.ts';
import { unpackRow } from '../../proxy/core/packed-row.ts';
import { rowOf } from '../../proxy/core/row-events.ts';
import type { SharedEnding, SharedRow, SharedRows } from '../../proxy/core/share/shared-copy.ts';
import { SHARED_VERSION } from '../../proxy/core/share/shared-copy.ts';
import type { SessionView, TimelineRow } from '../../proxy/core/timeline.ts';
import type { FeedSocket, FeedSocketEvents } from './connection.svelte.ts';
import { bodyKey, SharedBodies } from './shared-bodies.ts';

/** The rows of a session: in which lines they are. */
interface Stretch {
  readonly head: SharedRows;
  readonly first: number;
}

/** Lines that are read before the page may do something else. */
const LINES_AT_ONCE = 200;

export class SharedTraffic {
  readonly bodies: SharedBodies;
  readonly #lines: readonly string[];
  readonly #pause: () => Promise<void>;
  readonly #stretches = new Map<string, Stretch>();
  readonly #ending: SharedEnding;
  readonly #sessions: ReadonlyMap<string, SessionView>;
  /** Of the page, of which each question ends the one before. */
  #watched = 0;
  #filtered = 0;

  /** `pause` gives the page a moment. Throws where the lines are those of no copy, or of one that is newer than this page. */
  constructor(lines: readonly string[], pause: () => Promise<void>) {
    this.#lines = lines;
    this.#pause = pause;
    this.#ending = endingOf(lines);
    this.bodies = new SharedBodies(lines, this.#index());
    this.#sessions = new Map(
      this.#ending.messages.flatMap((message) => (message.type === 'sessions' ? message.changed : [])).map((view) => [view.id, view]),
    );
  }

  get tap(): TapInfo {
    const { copy } = this.#ending;
    return { version: copy.version, listen: '', embedded: false, recording: [], shared: copy };
  }

  open(events: FeedSocketEvents): FeedSocket {
    const tell = (message: FeedMessage) => queueMicrotask(() => events.onmessage(message));
    tell({ type: 'hello', seq: 0, run: 'shared', tap: this.tap, resumed: false });
    for (const message of this.#ending.messages) tell(message);
    return { send: (text) => this.#answer(tryParse(text), tell), close: () => {} };
  }

  async compare(a: string, b: string): Promise<SessionComparison> {
    return compareSessions(await this.#compared(a), await this.#compared(b));
  }

  async #compared(id: string): Promise<ComparedSession> {
    const session = this.#sessions.get(id);
    if (!session) throw new Error(`There is no session ${id} in this copy.`);
    return { session, rows: (await this.#rowsOf(id, () => true)) ?? [] };
  }

  #answer(message: unknown, tell: (message: FeedMessage) => void): void {
    if (typeof message !== 'object' || message === null || !('type' in message)) return;
    if (message.type === 'watch') void this.#watch('session' in message ? String(message.session) : undefined, tell);
    if (message.type === 'filter' && 'text' in message) void this.#select(String(message.text), tell);
  }

  async #watch(session: string | undefined, tell: (message: FeedMessage) => void): Promise<void> {
    this.#watched += 1;
    const asked = this.#watched;
    if (session === undefined) return;
    const rows = await this.#rowsOf(session, () => asked === this.#watched);
    const connections = this.#stretches.get(session)?.head.connections ?? [];
    if (rows) tell({ type: 'rows', seq: 1, session, rows, connections, dropped: 0 });
  }

  /** Nothing where nobody wants them any more. */
  async #rowsOf(session: string, isWanted: () => boolean): Promise<TimelineRow[] | undefined> {
    const rows: TimelineRow[] = [];
    const stretch = this.#stretches.get(session);
    if (!stretch) return rows;
    for await (const some of this.#read(stretch, isWanted)) for (const row of some) rows.push(row);
    return isWanted() ? rows : undefined;
  }

  /** A part of the rows after the other; it ends where nobody wants them any more. */
  async *#read({ head, first }: Stretch, isWanted: () => boolean): AsyncGenerator<readonly TimelineRow[], void> {
    for (let done = 0; done < head.rows; done += LINES_AT_ONCE) {
      if (done > 0) await this.#pause();
      if (!isWanted()) return;
      const end = first + Math.min(done + LINES_AT_ONCE, head.rows);
      yield this.#lines.slice(first + done, end).map(rowIn);
    }
  }

  async #select(filter: string, tell: (message: FeedMessage) => void): Promise<void> {
    this.#filtered += 1;
    const asked = this.#filtered;
    const result = parseFilter(filter);
    if (!result.ok || result.filter.isEmpty) return;
    let isFirst = true;
    const ids = new Set([...this.#sessions.keys(), ...this.#stretches.keys()]);
    for (const session of ids) {
      const count = await this.#matchesIn(session, result.filter, () => asked === this.#filtered);
      if (count === undefined) return;
      if (count > 0) {
        tell({ type: 'matches', seq: 1, filter, isFirst, isComplete: false, counts: { [session]: count } });
        isFirst = false;
      }
    }
    tell({ type: 'matches', seq: 1, filter, isFirst, isComplete: true, counts: {} });
  }

  async #matchesIn(id: string, filter: Filter, isWanted: () => boolean): Promise<number | undefined> {
    const session = this.#sessions.get(id);
    const stretch = this.#stretches.get(id);
    if (!stretch) return session && filter.matches({ session, findings: [] }) ? 1 : 0;
    const connections = new Map(stretch.head.connections.map((connection) => [connection.id, connection]));
    let count = 0;
    for await (const rows of this.#read(stretch, isWanted)) {
      for (const row of rows) if (filter.matches({ ...row, session, connection: connections.get(row.exchange.connection) })) count += 1;
    }
    return isWanted() ? count : undefined;
  }

  /** Where the rows are; and in which lines the bodies, by their keys. */
  #index(): ReadonlyMap<string, number> {
    const bodies = new Map<string, number>();
    for (let at = 1; at < this.#lines.length - 1; at += 1) {
      const text = this.#lines[at] ?? '';
      const key = bodyKey(text);
      if (key !== undefined) bodies.set(key, at);
      else if (text.startsWith('{"kind":"rows"')) {
        // Written by `SharedLines`, which the version in the first line tells.
        const head = parse(text) as SharedRows;
        this.#stretches.set(head.session, { head, first: at + 1 });
        at += head.rows;
      }
    }
    return bodies;
  }
}

function endingOf(lines: readonly string[]): SharedEnding {
  const beginning = tryParse(lines[0] ?? '');
  const format = typeof beginning === 'object' && beginning !== null && 'format' in beginning ? beginning.format : undefined;
  if (format !== SHARED_VERSION) throw new Error('The traffic in this file is not what this page reads: the file was changed, or damaged.');
  const ending = tryParse(lines.at(-1) ?? '');
  if (typeof ending !== 'object' || ending === null || !('kind' in ending) || ending.kind !== 'end')
    throw new Error('The traffic in this file has no end: the file was cut off.');
  return ending as SharedEnding;
}

function rowIn(text: string): TimelineRow {
  const row = parse(text) as SharedRow;
  return 'numbers' in row ? rowOf(unpackRow(row)) : row;
}
