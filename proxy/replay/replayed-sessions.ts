import { type ComparedSession, compareSessions, type SessionComparison } from '../core/compare/compare-sessions.ts';
import { inOrder, sessionsWithRows } from '../core/compare/compare-timelines.ts';
import type { IgnoreList } from '../core/compare/ignore-list.ts';
import type { PlayedSession } from '../core/replay/played-session.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Repetition } from './replay.ts';

/** A session that was played, beside the one that was recorded. */
export interface ReplayedSession {
  readonly repetition: number;
  readonly comparison: SessionComparison;
}

/** Of repetitions behind the first so many comparisons are kept, and only of sessions that differ. */
const MAX_REPEATED = 100;

/** What was played, compared with what was recorded: A is the recording, B the replay. */
export class ReplayedSessions {
  readonly #recorded: ReadonlyMap<string, ComparedSession>;
  readonly #ignored: IgnoreList;
  readonly #kept: ReplayedSession[] = [];
  #total = 0;
  #differing = 0;
  #repeated = 0;

  constructor(recorded: Timeline, ignored: IgnoreList) {
    const sessions = sessionsWithRows({ timeline: recorded, sessions: [...recorded.sessions.values()] });
    this.#recorded = new Map(sessions.map((compared) => [compared.session?.id ?? '', compared]));
    this.#ignored = ignored;
  }

  /** Comparisons: all of the first repetition, and those that differ of the others. */
  get kept(): readonly ReplayedSession[] {
    return this.#kept;
  }

  get total(): number {
    return this.#total;
  }

  get differing(): number {
    return this.#differing;
  }

  take({ number, timeline, sessions }: Repetition): void {
    for (const played of sessions) {
      const recorded = this.#recorded.get(played.recorded.id) ?? { session: played.recorded, rows: [] };
      const comparison = compareSessions(recorded, playedSession(played, timeline), { ignored: this.#ignored });
      this.#total += 1;
      if (comparison.differs) this.#differing += 1;
      if (number > 1 && (!comparison.differs || this.#repeated >= MAX_REPEATED)) continue;
      if (number > 1) this.#repeated += 1;
      this.#kept.push({ repetition: number, comparison });
    }
  }
}

/** All that was exchanged for it; where its client started over, the last session counts. */
function playedSession({ exchanges }: PlayedSession, { rows, sessions }: Timeline): ComparedSession {
  const found = inOrder(exchanges.flatMap((id) => rows.get(id) ?? []));
  const last = found.findLast(({ exchange }) => exchange.session !== undefined)?.exchange.session;
  return { session: sessions.get(last ?? ''), rows: found };
}
