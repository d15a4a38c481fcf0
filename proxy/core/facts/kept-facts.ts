import type { SessionEntry } from '../bits/session-store.ts';
import { FactsKeeper } from './facts-keeper.ts';
import type { SessionFacts } from './session-facts.ts';

/** The facts of all sessions; they go with their session. */
export class KeptFacts {
  readonly #keepers = new WeakMap<SessionEntry, FactsKeeper>();

  of(entry: SessionEntry): FactsKeeper {
    const known = this.#keepers.get(entry);
    if (known) return known;
    const keeper = new FactsKeeper();
    this.#keepers.set(entry, keeper);
    return keeper;
  }

  snapshot(entry: SessionEntry): SessionFacts {
    return this.of(entry).snapshot(entry.waiting[0]);
  }

  /** A session began: tells the one that its client has given up for it. */
  begun(entry: SessionEntry): SessionEntry | undefined {
    const { earlier } = entry;
    if (!earlier || !wasGivenUp(earlier)) return undefined;
    const before = this.of(earlier);
    before.restartedAs = entry.session.id;
    this.of(entry).restarts = before.restarts + 1;
    return earlier;
  }
}

/** Accepted and neither closed nor cancelled; one that still waits for an answer goes on beside the new one. */
function wasGivenUp({ session: { sessionId, state }, waiting }: SessionEntry): boolean {
  return sessionId !== undefined && waiting.length === 0 && state !== 'COMPLETE' && state !== 'CANCEL';
}
