import { OTHER_TRAFFIC } from '../core/feed.ts';
import { rowOf } from '../core/row-events.ts';
import { grouped } from '../core/rules/number.ts';
import type { Connection, SessionView, TimelineRow } from '../core/timeline.ts';
import type { KeptTimeline } from './kept/kept-timeline.ts';

export interface ChosenRows {
  readonly sessions: readonly SessionView[];
  /** In the order in which they began. */
  readonly rows: readonly TimelineRow[];
  readonly connections: ReadonlyMap<string, Connection>;
  /** What is no longer kept of them, a sentence each. */
  readonly notes: readonly string[];
}

/** Rows are unpacked for it: more at once are for the command line, which reads a recording and not the memory of a page. */
const MAX_ROWS = 200_000;

/** Everything that is kept of some sessions, or of all traffic where none is named; a sentence where that can't be had. */
export function chosenRows(kept: KeptTimeline, ids: readonly string[]): ChosenRows | string {
  const wanted = ids.length > 0 ? ids : [...kept.buckets.keys()];
  const unknown = ids.find((id) => id !== OTHER_TRAFFIC && !kept.sessions.get(id));
  if (unknown !== undefined) return `There is no session ${unknown}, or it is no longer kept.`;
  const packed = wanted.flatMap((id) => kept.bucket(id)?.rows ?? []);
  if (packed.length > MAX_ROWS) return `These are ${packed.length} exchanges, more than ${MAX_ROWS}: use bitstap export on the recording.`;
  const rows = packed.toSorted((a, b) => a.ordinal - b.ordinal).map(({ events }) => rowOf(events));
  return {
    sessions: wanted.flatMap((id) => kept.sessions.get(id) ?? []),
    rows,
    connections: connectionsOf(kept, rows),
    notes: notesOf(kept, wanted),
  };
}

function notesOf(kept: KeptTimeline, wanted: readonly string[]): readonly string[] {
  return wanted.flatMap((id) => {
    const { dropped = 0 } = kept.bucket(id) ?? {};
    return dropped === 0 ? [] : [`${id}: its first ${exchanges(dropped)} no longer kept, and not in this.`];
  });
}

function exchanges(count: number): string {
  return count === 1 ? 'exchange is' : `${grouped(count)} exchanges are`;
}

function connectionsOf(kept: KeptTimeline, rows: readonly TimelineRow[]): ReadonlyMap<string, Connection> {
  const connections = new Map<string, Connection>();
  for (const { exchange } of rows) {
    const event = kept.connections.get(exchange.connection);
    if (event) connections.set(exchange.connection, event.connection);
  }
  return connections;
}
