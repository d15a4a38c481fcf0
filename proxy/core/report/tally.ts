import type { Severity } from '../rules/rule.ts';
import { SEVERITIES } from '../timeline.ts';
import type { FindingRecord, RuleCount } from './check-report.ts';

export type Counts = Record<Severity, number>;

/** Findings counted by rule and severity, known ones apart. */
export class Tally {
  readonly #byRule = new Map<string, { -readonly [Key in keyof RuleCount]: RuleCount[Key] }>();
  /** Fingerprints of known findings that came again. */
  readonly met = new Set<string>();

  count({ rule, severity, fingerprint, known }: FindingRecord): void {
    this.#add({ rule, severity, found: 1, known: known ? 1 : 0 });
    if (known) this.met.add(fingerprint);
  }

  addAll(other: Tally): void {
    for (const counted of other.#byRule.values()) this.#add(counted);
    for (const fingerprint of other.met) this.met.add(fingerprint);
  }

  /** The gravest first. */
  get rules(): RuleCount[] {
    const grave = ({ severity }: RuleCount) => SEVERITIES.indexOf(severity);
    return [...this.#byRule.values()].sort((a, b) => grave(a) - grave(b) || (a.rule < b.rule ? -1 : 1));
  }

  sum(what: 'found' | 'known'): Counts {
    const sums: Counts = { error: 0, warning: 0, note: 0 };
    for (const counted of this.#byRule.values()) sums[counted.severity] += counted[what];
    return sums;
  }

  #add({ rule, severity, found, known }: RuleCount): void {
    const key = `${rule} ${severity}`;
    const counted = this.#byRule.get(key) ?? { rule, severity, found: 0, known: 0 };
    counted.found += found;
    counted.known += known;
    this.#byRule.set(key, counted);
  }
}
