import { SESSION_NOT_FOUND } from '../bits/hresult.ts';
import { isChallenge } from '../bits/refusal.ts';
import { isSuccess } from '../bits/session-progress.ts';
import type { SessionView } from '../timeline.ts';
import type { FragmentScript } from './fragment-script.ts';
import { FragmentSorter } from './fragment-sorter.ts';
import type { Reaction, Role } from './reaction.ts';

/** What the recorded server answers in one session: lists in the order of the recording. */
export interface SessionScript {
  readonly session: SessionView;
  readonly creates: readonly Reaction[];
  readonly pingsBefore: readonly Reaction[];
  readonly pingsAfter: readonly Reaction[];
  readonly fragments: FragmentScript;
  /** With the whole file acknowledged, and without. */
  readonly closes: readonly Reaction[];
  readonly earlyCloses: readonly Reaction[];
  readonly cancels: readonly Reaction[];
  readonly malformed: readonly Reaction[];
  readonly replies: readonly Reaction[];
  /** To packets that came after the session was over. */
  readonly late: readonly Reaction[];
  readonly challenges: Challenges;
}

/** By `role stage`, and by stage for all roles: the challenges in their order, with a hole where a request that stood so was let in. */
export type Challenges = ReadonlyMap<string, readonly (Reaction | undefined)[]>;

/** `reactions`: those of the session. */
export function sessionScript(session: SessionView, reactions: readonly Reaction[]): SessionScript {
  const challenges = challengesOf(reactions);
  const writer = new ScriptWriter(session);
  for (const reaction of reactions) if (!isHandshake(reaction, challenges)) writer.take(reaction);
  return { session, challenges, ...writer.lists, fragments: writer.fragments };
}

class ScriptWriter {
  readonly lists: Record<Exclude<keyof SessionScript, 'session' | 'fragments' | 'challenges'>, Reaction[]> = {
    ...{ creates: [], pingsBefore: [], pingsAfter: [], closes: [], earlyCloses: [], cancels: [], malformed: [], replies: [], late: [] },
  };
  readonly #sorter: FragmentSorter;
  #created: boolean;
  #over = false;

  constructor({ seenFromStart }: SessionView) {
    this.#sorter = new FragmentSorter(seenFromStart);
    this.#created = !seenFromStart;
  }

  get fragments(): FragmentScript {
    return this.#sorter.script();
  }

  take(reaction: Reaction): void {
    const { packet } = reaction;
    const names = packet?.type === 'fragment' || packet?.type === 'close-session' || packet?.type === 'cancel-session';
    if (this.#over && names) this.lists.late.push(reaction);
    else if (packet?.type === 'fragment') this.#sorter.take(reaction, packet);
    else if (!reaction.abandoned) this.#listOf(reaction.role)?.push(reaction);
    if (packet?.type === 'create-session' && isAccepted(reaction)) this.#created = true;
    if (names && endsSession(reaction)) this.#over = true;
  }

  #listOf(role: Role): Reaction[] | undefined {
    switch (role) {
      case 'create-session':
        return this.lists.creates;
      case 'ping':
        return this.#created ? this.lists.pingsAfter : this.lists.pingsBefore;
      case 'close-session':
        return this.#sorter.isWhole ? this.lists.closes : this.lists.earlyCloses;
      case 'cancel-session':
        return this.lists.cancels;
      case 'malformed':
        return this.lists.malformed;
      case 'reply':
        return this.lists.replies;
      case 'fragment':
      case 'other':
        return undefined;
    }
  }
}

/** The status of a whole answer. */
export function statusOf({ answered, response }: Reaction): number | undefined {
  return answered ? response?.head.status : undefined;
}

export function isAccepted(reaction: Reaction): boolean {
  return isSuccess(statusOf(reaction) ?? 0);
}

/** Whether the server does not know the session behind this: it was closed or cancelled, or the server says so itself. */
export function endsSession(reaction: Reaction): boolean {
  const { role, row } = reaction;
  if (role !== 'fragment' && isAccepted(reaction)) return true;
  return row.answer !== undefined && 'error' in row.answer && row.answer.error?.code === SESSION_NOT_FOUND;
}

function challengesOf(reactions: readonly Reaction[]): Challenges {
  const found = new Map<string, (Reaction | undefined)[]>();
  for (const reaction of reactions) {
    const challenge = isChallenge(statusOf(reaction) ?? 0) ? reaction : undefined;
    for (const key of [`${reaction.role} ${reaction.stage}`, reaction.stage]) {
      const list = found.get(key);
      if (list) list.push(challenge);
      else found.set(key, [challenge]);
    }
  }
  for (const [key, list] of found) if (!list.some((challenge) => challenge)) found.delete(key);
  return found;
}

/** A Fragment that was challenged where others that stood alike were not was challenged for its place. */
function isHandshake(reaction: Reaction, challenges: Challenges): boolean {
  if (!isChallenge(statusOf(reaction) ?? 0)) return false;
  if (reaction.role !== 'fragment') return true;
  return challenges.get(`fragment ${reaction.stage}`)?.every((challenge) => challenge) ?? false;
}
