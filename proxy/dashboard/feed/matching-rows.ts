import { OTHER_TRAFFIC } from '../../core/feed.ts';
import type { Filter } from '../../core/filter.ts';
import type { SessionView } from '../../core/timeline.ts';
import type { Bucket } from '../kept/bucket.ts';
import type { Row } from '../kept/kept-row.ts';
import type { KeptTimeline } from '../kept/kept-timeline.ts';
import { subjectOf } from '../kept/row-subject.ts';

/** What is known of one session's rows. */
interface Judged {
  /** Its rows are judged up to this event. */
  upTo: number;
  /** What the filter saw of the session then. */
  seen: string;
  dropped: number;
  rebuilt: number;
  /** By the numbers of their exchanges; absent where the session was judged by itself. */
  readonly rows?: Set<number>;
  count: number;
}

/** Between two looks at the clock: a fraction of a millisecond. */
const ROWS_AT_ONCE = 100;

/**
 * Which sessions have rows that a filter selects, and how many. What was judged once is judged again only when it has
 * changed: the row, or what the filter sees of its session.
 */
export class MatchingRows {
  readonly #kept: KeptTimeline;
  readonly #filter: Filter;
  readonly #judged = new Map<string, Judged>();
  readonly #changed = new Set<string>();
  #upTo = 0;
  #droppedRows = 0;

  constructor(kept: KeptTimeline, filter: Filter) {
    this.#kept = kept;
    this.#filter = filter;
  }

  /** Everything is judged up to this event. */
  get upTo(): number {
    return this.#upTo;
  }

  /** Catches up, and may be left and resumed at every step: events may be taken in between. */
  *catchUp(): Generator<undefined, void> {
    const { seq, droppedRows } = this.#kept;
    for (const [index, id] of this.#candidates().entries()) {
      yield* this.#judge(id, this.#kept.sessions.get(id));
      if (index % ROWS_AT_ONCE === 0) yield;
    }
    this.#forgetSessions();
    this.#upTo = seq;
    this.#droppedRows = droppedRows;
  }

  /** What may be judged otherwise than before, the latest change first: that is what is looked at. */
  #candidates(): readonly string[] {
    const sessions = this.#kept.sessions.changedAfter(this.#upTo).map(({ id }) => id);
    const buckets: string[] = [];
    const mayBeCut = this.#droppedRows !== this.#kept.droppedRows;
    for (const [id, bucket] of this.#kept.buckets) {
      const known = mayBeCut ? this.#judged.get(id) : undefined;
      if (bucket.changed > this.#upTo || (known && !isWhole(known, bucket))) buckets.push(id);
    }
    return Array.from(new Set([...buckets, ...sessions])).reverse();
  }

  /** How many rows each session has of which that was not told yet; 0 where there are none any more. */
  takeChanges(): Record<string, number> {
    const counts = Object.fromEntries(Array.from(this.#changed, (id) => [id, this.#judged.get(id)?.count ?? 0]));
    this.#changed.clear();
    return counts;
  }

  *#judge(id: string, session: SessionView | undefined): Generator<undefined, void> {
    if (!session && id !== OTHER_TRAFFIC) return;
    const bucket = this.#kept.bucket(id);
    const seen = session ? this.#filter.seenOf(session) : '';
    if (!bucket || bucket.rows.length === 0) return this.#judgeAlone(id, session, seen);
    const known = this.#judged.get(id);
    const isSame = known?.seen === seen && known.rows !== undefined;
    if (isSame && known.upTo >= bucket.changed && isWhole(known, bucket)) return;
    const { seq } = this.#kept;
    const judged = isSame ? known : { upTo: 0, seen, dropped: 0, rebuilt: 0, rows: new Set<number>(), count: known?.count ?? 0 };
    yield* this.#judgeRows(bucket, judged, session);
    if (!isWhole(judged, bucket)) forgetDropped(judged, bucket);
    judged.upTo = seq;
    this.#note(id, judged, judged.rows?.size ?? 0);
  }

  *#judgeRows(bucket: Bucket, { rows, upTo }: Judged, session: SessionView | undefined): Generator<undefined, void> {
    const fresh = upTo === 0 ? [...bucket.rows] : bucket.rows.filter(({ changed }) => changed > upTo);
    for (const [index, row] of fresh.entries()) {
      if (this.#selects(row, session)) rows?.add(row.ordinal);
      else rows?.delete(row.ordinal);
      if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield;
    }
  }

  /** A session of which no rows are kept is judged by itself, and counts as one row. */
  #judgeAlone(id: string, session: SessionView | undefined, seen: string): void {
    const count = session && this.#filter.matches({ session, findings: [] }) ? 1 : 0;
    this.#note(id, { upTo: 0, seen, dropped: 0, rebuilt: 0, count: this.#judged.get(id)?.count ?? 0 }, count);
  }

  #selects(row: Row, session: SessionView | undefined): boolean {
    return this.#filter.matches(subjectOf(row, session, this.#kept.connections.get(row.connection)?.connection));
  }

  #note(id: string, judged: Judged, count: number): void {
    if (count !== judged.count) this.#changed.add(id);
    judged.count = count;
    this.#judged.set(id, judged);
  }

  /** Pages are told otherwise that a session is gone. */
  #forgetSessions(): void {
    if (this.#judged.size <= this.#kept.sessions.totals.sessions + 1) return;
    for (const id of this.#judged.keys()) {
      if (id === OTHER_TRAFFIC || this.#kept.sessions.get(id)) continue;
      this.#judged.delete(id);
      this.#changed.delete(id);
    }
  }
}

function isWhole({ dropped, rebuilt }: Judged, bucket: Bucket): boolean {
  return dropped === bucket.dropped && rebuilt === bucket.rebuilt;
}

function forgetDropped(judged: Judged, bucket: Bucket): void {
  const kept = new Set(bucket.rows.map(({ ordinal }) => ordinal));
  for (const ordinal of judged.rows ?? []) if (!kept.has(ordinal)) judged.rows?.delete(ordinal);
  judged.dropped = bucket.dropped;
  judged.rebuilt = bucket.rebuilt;
}
