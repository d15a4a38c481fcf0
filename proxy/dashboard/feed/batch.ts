import { type FeedMessage, type FindingTally, OTHER_TRAFFIC, type Totals } from '../../core/feed.ts';
import { stringify } from '../../core/json.ts';
import type { EventOf } from '../../core/row-events.ts';
import type { Connection } from '../../core/timeline.ts';
import type { Bucket } from '../kept/bucket.ts';
import { eventsAfter, placeOf } from '../kept/kept-row.ts';
import type { KeptTimeline } from '../kept/kept-timeline.ts';
import { stringifyInSlices } from '../sliced-json.ts';

/** Sessions in one message: a long list comes in parts, so that none takes long to write. */
const SESSIONS_AT_ONCE = 500;

/** A part of the list of sessions, and the faults that fell into it. */
export interface ListPart {
  readonly messages: readonly string[];
  readonly upTo: number;
}

/** What pages are told at one moment. What several of them have to be told is written once. */
export class Batch {
  readonly seq: number;
  /** Something went through in the last second: the totals will change even if nothing more happens. */
  readonly isBusy: boolean;
  readonly #kept: KeptTimeline;
  readonly #current: Totals;
  readonly #lists = new Map<number, ListPart>();
  readonly #rows = new Map<string, Promise<string>>();
  #totals: string | undefined;

  constructor(kept: KeptTimeline, nowMs: number) {
    this.seq = kept.seq;
    this.#kept = kept;
    this.#current = kept.totals(nowMs);
    this.isBusy = this.#current.packetsPerSecond + this.#current.bytesPerSecond > 0;
  }

  /** Without its number, so that it can be compared with an earlier one. */
  get totals(): string {
    this.#totals ??= stringify(this.#current);
    return this.#totals;
  }

  listAfter(after: number): ListPart {
    const known = this.#lists.get(after);
    if (known) return known;
    const part = this.#makeList(after);
    this.#lists.set(after, part);
    return part;
  }

  /** What a page must be told of a session, if anything. `after` is absent for a page that has no rows of it. */
  rowsAfter(session: string, after: number | undefined): Promise<string> | undefined {
    const key = `${after ?? ''}/${session}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const made = this.#makeRows(session, after);
    if (made) this.#rows.set(key, made);
    return made;
  }

  #makeList(after: number): ListPart {
    const { changed, removed, upTo } = this.#kept.sessions.after(after, this.seq, SESSIONS_AT_ONCE);
    const messages: FeedMessage[] = [];
    const found = this.#foundAfter(after, [...changed.map(({ id }) => id), OTHER_TRAFFIC]);
    if (changed.length > 0 || removed.length > 0 || found) {
      messages.push({ type: 'sessions', seq: upTo, changed, removed, ...(found && { found }) });
    }
    for (const fault of this.#kept.faults) if (fault.seq > after && fault.seq <= upTo) messages.push(faultMessage(fault));
    return { messages: messages.map(stringify), upTo };
  }

  /** A session's own event comes after those of what was found in it: it is among the changed ones. */
  #foundAfter(after: number, sessions: readonly string[]): Record<string, readonly FindingTally[]> | undefined {
    const found = sessions.flatMap((id) => {
      const tallies = this.#kept.findings.after(id, after);
      return tallies ? [[id, tallies] as const] : [];
    });
    return found.length > 0 ? Object.fromEntries(found) : undefined;
  }

  #makeRows(session: string, after: number | undefined): Promise<string> | undefined {
    const bucket = this.#kept.bucket(session);
    if (after === undefined || (bucket && isUnknown(bucket, after))) return this.#allRows(session, bucket);
    return bucket && this.#changedRows(session, bucket, after);
  }

  #allRows(session: string, bucket: Bucket | undefined): Promise<string> {
    const { rows, connections, dropped } = snapshot(this.#kept, bucket);
    return stringifyInSlices({ type: 'rows', seq: this.seq, session, dropped }, { rows, connections });
  }

  #changedRows(session: string, bucket: Bucket, after: number): Promise<string> | undefined {
    const rows = bucket.rows.filter(({ changed }) => changed > after);
    const connections = this.#kept.connections.changed > after ? connectionEvents(this.#kept, bucket) : [];
    const events = [...connections.filter(({ seq }) => seq > after), ...rows.flatMap((row) => eventsAfter(row, after))];
    if (events.length === 0) return undefined;
    events.sort((a, b) => placeOf(a) - placeOf(b));
    return stringifyInSlices({ type: 'events', seq: this.seq, session, dropped: bucket.dropped }, { events });
  }
}

/** All that is kept of a session; what is in it does not change any more. */
export function snapshot(kept: KeptTimeline, bucket: Bucket | undefined) {
  return {
    rows: bucket?.rows.map(({ writable }) => writable) ?? [],
    connections: bucket ? connectionEvents(kept, bucket).map(({ connection }): Connection => connection) : [],
    dropped: bucket?.dropped ?? 0,
  };
}

function connectionEvents(kept: KeptTimeline, { rows }: Bucket): EventOf<'connection'>[] {
  const ids = new Set(rows.map(({ connection }) => connection));
  return Array.from(ids, (id) => kept.connections.get(id)).filter((event) => event !== undefined);
}

/** Rows went away that the page has or never had: changes alone would not bring it to the same rows. */
function isUnknown({ rebuilt, droppedBorn }: Bucket, after: number): boolean {
  return rebuilt > after || droppedBorn > after;
}

function faultMessage({ seq, code, message, at }: EventOf<'fault'>): FeedMessage {
  return { type: 'fault', seq, code, message, at };
}
