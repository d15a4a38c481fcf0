import type { SessionView, Timeline, TimelineRow } from '../timeline.ts';
import { type ComparedSession, type CompareOptions, compareSessions, type SessionComparison } from './compare-sessions.ts';

/** Two recordings, session by session. What has no counterpart has only one side. */
export interface Comparison {
  readonly sessions: readonly SessionComparison[];
  readonly differs: boolean;
}

/** Some sessions of a timeline, in the order in which they are compared. */
export interface ComparedTimeline {
  readonly timeline: Timeline;
  readonly sessions: readonly SessionView[];
}

/** Compares sessions with each other: one with one, else those of the same path, in their order. */
export function compareTimelines(a: ComparedTimeline, b: ComparedTimeline, options: CompareOptions = {}): Comparison {
  const [one, other] = [sessionsWithRows(a), sessionsWithRows(b)];
  const sessions = pairsOf(one, other).map(([left, right]) => compareSessions(left ?? NOBODY, right ?? NOBODY, options));
  return { sessions, differs: sessions.some(({ differs }) => differs) };
}

const NOBODY: ComparedSession = { session: undefined, rows: [] };

function pairsOf(
  a: readonly ComparedSession[],
  b: readonly ComparedSession[],
): [ComparedSession | undefined, ComparedSession | undefined][] {
  if (a.length === 1 && b.length === 1) return [[a[0], b[0]]];
  const waiting = new Map<string, ComparedSession[]>();
  for (const session of b) {
    const path = session.session?.path ?? '';
    const same = waiting.get(path);
    if (same) same.push(session);
    else waiting.set(path, [session]);
  }
  const pairs: [ComparedSession | undefined, ComparedSession | undefined][] = a.map((session) => [
    session,
    waiting.get(session.session?.path ?? '')?.shift(),
  ]);
  const left = new Set([...waiting.values()].flat());
  return [...pairs, ...b.filter((session) => left.has(session)).map((session): [undefined, ComparedSession] => [undefined, session])];
}

export function sessionsWithRows({ timeline, sessions }: ComparedTimeline): ComparedSession[] {
  const rows = new Map<string, TimelineRow[]>(sessions.map(({ id }) => [id, []]));
  for (const row of timeline.rows.values()) rows.get(row.exchange.session ?? '')?.push(row);
  return sessions.map((session) => ({ session, rows: inOrder(rows.get(session.id) ?? []) }));
}

/** In the order in which requests began; of a timeline they come as they ended. */
export function inOrder(rows: readonly TimelineRow[]): TimelineRow[] {
  return rows.toSorted((a, b) => beganAt(a) - beganAt(b));
}

function beganAt({ exchange: { request, response } }: TimelineRow): number {
  return request?.startedAt ?? response?.startedAt ?? 0;
}
