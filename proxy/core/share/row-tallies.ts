import type { FindingTally } from '../feed.ts';
import type { Finding } from '../rules/rule.ts';

/** What was found in the rows of one session, by rule, severity and blame. */
export class RowTallies {
  readonly #tallies = new Map<string, FindingTally>();

  take({ rule, severity, blames, exchange, at, message }: Finding): void {
    const key = `${rule} ${severity} ${blames}`;
    const count = (this.#tallies.get(key)?.count ?? 0) + 1;
    this.#tallies.set(key, { rule, severity, blames, count, latest: { exchange, at, message } });
  }

  get tallies(): readonly FindingTally[] {
    return [...this.#tallies.values()];
  }
}
