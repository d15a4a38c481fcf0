import { type FindingTally, OTHER_TRAFFIC } from '../../core/feed.ts';
import type { EventOf } from '../../core/row-events.ts';
import { SessionTallies } from '../../core/session-tallies.ts';
import { ordinalOf } from './ordinal.ts';

interface Tallied {
  readonly found: SessionTallies;
  /** The number of its latest event. */
  changed: number;
}

/** How often each rule found something in each session: what an overview of all findings is made of. */
export class FindingTallies {
  readonly #sessions = new Map<string, Tallied>();
  /** Findings are numbered as they are made: one that is told again has only counted more. */
  #newest = 0;

  take({ finding, seq }: EventOf<'finding'>): void {
    const { id, session = OTHER_TRAFFIC } = finding;
    const tallied = this.#of(session);
    const isRepeat = ordinalOf(id) <= this.#newest;
    this.#newest = Math.max(this.#newest, ordinalOf(id));
    tallied.found.take(finding, isRepeat);
    tallied.changed = seq;
  }

  /** What was found in a session if any of it is later than an event. */
  after(session: string, after: number): readonly FindingTally[] | undefined {
    const tallied = this.#sessions.get(session);
    return tallied && tallied.changed > after ? tallied.found.tallies : undefined;
  }

  forget(session: string): void {
    this.#sessions.delete(session);
  }

  clear(): void {
    this.#sessions.clear();
  }

  #of(session: string): Tallied {
    const known = this.#sessions.get(session);
    if (known) return known;
    const tallied = { found: new SessionTallies(), changed: 0 };
    this.#sessions.set(session, tallied);
    return tallied;
  }
}
