import type { SessionView, Timeline } from '../timeline.ts';
import { type Reaction, reactionsOf } from './reaction.ts';
import { type SessionScript, sessionScript, statusOf } from './session-script.ts';

/** What a recorded server answered, for somebody who answers in its place. */
export interface ServerScript {
  /** In the order in which they began. */
  readonly sessions: readonly SessionScript[];
  /** Answers to ordinary HTTP, by method and target. */
  readonly others: ReadonlyMap<string, readonly Reaction[]>;
  /** An answer to a Fragment out of step, for sessions that have none. */
  readonly outOfStep?: Reaction;
  /** Everything above, in the order of the recording. */
  readonly reactions: readonly Reaction[];
}

/** From the rows of a recording to what its server answers; `wanted` chooses sessions, by default all. */
export function serverScript(timeline: Timeline, wanted: (session: SessionView) => boolean = () => true): ServerScript {
  const bySession = new Map<string, Reaction[]>();
  const others = new Map<string, Reaction[]>();
  const reactions: Reaction[] = [];
  for (const [id, session] of timeline.sessions) if (wanted(session)) bySession.set(id, []);
  for (const reaction of reactionsOf(timeline)) {
    const { session } = reaction.row.exchange;
    const list = session === undefined ? listOf(others, otherKey(reaction.request.head)) : bySession.get(session);
    if (!list) continue;
    list.push(reaction);
    reactions.push(reaction);
  }
  const sessions = [...bySession].flatMap(([id, own]) => {
    const session = timeline.sessions.get(id);
    return session && own.length > 0 ? [sessionScript(session, own)] : [];
  });
  const outOfStep = outOfStepOf(sessions);
  return { sessions, others, reactions, ...(outOfStep && { outOfStep }) };
}

export function otherKey({ method, target }: { readonly method: string; readonly target: string }): string {
  return `${method} ${target}`;
}

function listOf(lists: Map<string, Reaction[]>, key: string): Reaction[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function outOfStepOf(sessions: readonly SessionScript[]): Reaction | undefined {
  const misfits = sessions.flatMap(
    ({
      fragments: {
        misfits: { gap, overlap, duplicate },
      },
    }) => [...gap, ...overlap, ...duplicate],
  );
  return misfits.find((reaction) => statusOf(reaction) === 416);
}
