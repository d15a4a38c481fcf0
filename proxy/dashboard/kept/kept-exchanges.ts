import { OTHER_TRAFFIC } from '../../core/feed.ts';
import type { Filter } from '../../core/filter.ts';
import type { ExchangeView } from '../../core/timeline.ts';
import type { KeptTimeline } from './kept-timeline.ts';
import { subjectOf } from './row-subject.ts';

export interface KeptExchangesOptions {
  readonly filter: Filter;
  /** Absent: every session, and the traffic beside them. */
  readonly session?: string | undefined;
}

/** Exchanges as they are kept now, to be looked through while traffic goes on. */
export interface KeptExchanges {
  /** Session by session; nothing for one that the filter leaves out. */
  readonly exchanges: Iterable<ExchangeView | undefined>;
  readonly total: number;
  /** Of these sessions exchanges that were dropped. */
  readonly notKept: number;
}

/** What begins later is not among them; what is dropped before its turn comes is missing. */
export function keptExchanges(kept: KeptTimeline, { filter, session }: KeptExchangesOptions): KeptExchanges {
  const sessions = session === undefined ? [...kept.buckets.keys()] : [session];
  const buckets = sessions.flatMap((id) => kept.bucket(id) ?? []);
  const newest = buckets.reduce((max, { newestOrdinal }) => Math.max(max, newestOrdinal), -1);
  return {
    exchanges: walk(kept, sessions, filter, newest),
    total: buckets.reduce((sum, { rows }) => sum + rows.length, 0),
    notKept: session === undefined ? kept.droppedRows : buckets.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

function* walk(kept: KeptTimeline, sessions: readonly string[], filter: Filter, newest: number): Generator<ExchangeView | undefined> {
  for (const id of sessions) {
    const session = id === OTHER_TRAFFIC ? undefined : kept.sessions.get(id);
    for (const row of [...(kept.bucket(id)?.rows ?? [])]) {
      if (row.ordinal > newest) continue;
      const subject = subjectOf(row, session, kept.connections.get(row.connection)?.connection);
      yield filter.isEmpty || filter.matches(subject) ? subject.exchange : undefined;
    }
  }
}
