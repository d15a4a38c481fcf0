import type { Finding, Judgement, Rule, Severity } from './rules/rule.ts';

/** A finding of a rule that speaks once, and how often it would have spoken since it was told. */
interface Spoken {
  finding: Finding;
  times: number;
}

/** What the rules said in one session. */
export class SessionFindings {
  readonly counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  readonly #once = new Map<string, Spoken>();
  /** Rules that spoke again since they were told. */
  readonly #untold = new Set<Spoken>();

  /** Whether a rule that speaks once has spoken before; counts that it would again. */
  isRepeat(rule: Rule, judgement: Judgement): boolean {
    const key = keyOf(rule, judgement);
    const known = key === undefined ? undefined : this.#once.get(key);
    if (!known) return false;
    known.times += 1;
    this.#untold.add(known);
    return true;
  }

  add(rule: Rule, finding: Finding): void {
    this.counts[finding.severity] += 1;
    const key = keyOf(rule, finding);
    if (key !== undefined) this.#once.set(key, { finding, times: 1 });
  }

  /** The findings whose count has grown since the last call, with it. */
  grown(): Finding[] {
    const grown = [...this.#untold].map(({ finding, times }) => ({ ...finding, evidence: { ...finding.evidence, times } }));
    this.#untold.clear();
    return grown;
  }
}

/** Nothing for what is said each time. */
function keyOf(rule: Rule, judgement: Judgement): string | undefined {
  const part = rule.once && rule.onceFor(judgement);
  return part === undefined ? undefined : `${rule.id}\n${part}`;
}
