import type { FindingTally } from './feed.ts';
import type { Finding } from './rules/rule.ts';

/** What was found in one session, by rule, severity and blame. */
export class SessionTallies {
  readonly #tallies = new Map<string, FindingTally>();

  /** `isRepeat`: it was counted already, and is told again; after it was forgotten it is new here. */
  take({ rule, severity, blames, exchange, at, message }: Finding, isRepeat = false): void {
    const key = `${rule} ${severity} ${blames}`;
    const before = this.#tallies.get(key)?.count ?? 0;
    const count = Math.max(1, isRepeat ? before : before + 1);
    this.#tallies.set(key, { rule, severity, blames, count, latest: { exchange, at, message } });
  }

  get tallies(): readonly FindingTally[] {
    return [...this.#tallies.values()];
  }
}
