import { type FindingTally, OTHER_TRAFFIC } from '../../core/feed.ts';
import type { EventOf } from '../../core/row-events.ts';
import { ordinalOf } from './ordinal.ts';

interface Tallied {
  /** By rule, severity and blame. */
  readonly tallies: Map<string, FindingTally>;
  /** The number of its latest event. */
  changed: number;
}

/** How often each rule found something in each session: what an overview of all findings is made of. */
export class FindingTallies {
  readonly #sessions = new Map<string, Tallied>();
  /** Findings are numbered as they are made: one that is told again has only counted more. */
  #newest = 0;

  take({ finding, seq }: EventOf<'finding'>): void {
    const { id, rule, severity, blames, session = OTHER_TRAFFIC, exchange, at, message } = finding;
    const tallied = this.#of(session);
    const key = `${rule} ${severity} ${blames}`;
    const isRepeat = ordinalOf(id) <= this.#newest;
    this.#newest = Math.max(this.#newest, ordinalOf(id));
    const before = tallied.tallies.get(key)?.count ?? 0;
    // What is told again after it was forgotten is new here.
    const count = Math.max(1, isRepeat ? before : before + 1);
    tallied.tallies.set(key, { rule, severity, blames, count, latest: { exchange, at, message } });
    tallied.changed = seq;
  }

  /** What was found in a session if any of it is later than an event. */
  after(session: string, after: number): readonly FindingTally[] | undefined {
    const tallied = this.#sessions.get(session);
    return tallied && tallied.changed > after ? [...tallied.tallies.values()] : undefined;
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
    const tallied = { tallies: new Map(), changed: 0 };
    this.#sessions.set(session, tallied);
    return tallied;
  }
}
