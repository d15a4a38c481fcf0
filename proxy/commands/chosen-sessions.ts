import type { Filter } from '../core/filter.ts';
import type { SessionView, Timeline } from '../core/timeline.ts';
import { sessionsNamed } from './session-named.ts';

export interface SessionChoice {
  /** As named on the command line; none: all. */
  readonly sessions: readonly string[];
  readonly filter?: Filter;
}

/** For `loadRecording`: only what was named is kept. */
export function choiceOf(sessions: readonly string[]): ((known: Timeline) => readonly string[]) | undefined {
  return sessions.length > 0 ? (known) => sessionsNamed(known, sessions).map(({ id }) => id) : undefined;
}

/** A session is wanted when one of its rows is, or it as a whole. */
export function wantedIn(timeline: Timeline, { sessions, filter }: SessionChoice): (session: SessionView) => boolean {
  const named = new Set(sessions.length > 0 ? sessionsNamed(timeline, sessions).map(({ id }) => id) : timeline.sessions.keys());
  if (!filter || filter.isEmpty) return ({ id }) => named.has(id);
  const selected = new Set<string>();
  for (const row of timeline.rows.values()) {
    const session = timeline.sessions.get(row.exchange.session ?? '');
    const connection = timeline.connections.get(row.exchange.connection);
    if (session && filter.matches({ ...row, session, connection })) selected.add(session.id);
  }
  return (session) =>
    named.has(session.id) && (selected.has(session.id) || (!filter.needsRows && filter.matches({ session, findings: [] })));
}
