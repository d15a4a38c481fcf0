import type { ScriptStep } from './client-script.ts';

/** Of a client that waits for no answer at all, so many open requests are remembered of a session or a connection. */
const MAX_OPEN = 100;

/** Finds what the steps of a script waited for. */
export class StepOrder {
  /** Steps that were not over when the next one began, by session and by connection. */
  readonly #open = new Map<string, ScriptStep[]>();
  readonly #latest = new Map<string, ScriptStep>();

  /** Takes steps in the order in which they began. */
  take(step: Omit<ScriptStep, 'after' | 'behind'>): ScriptStep {
    const keys = [`c ${step.connection}`, `s ${step.session}`];
    const behind = this.#latest.get(step.session);
    const taken = { ...step, after: this.#overBefore(keys, step.request.startedAt), ...(behind && { behind }) };
    this.#latest.set(step.session, taken);
    for (const key of keys) this.#remember(key, taken);
    return taken;
  }

  #overBefore(keys: readonly string[], at: number): ScriptStep[] {
    const over = new Set<ScriptStep>();
    for (const key of keys) {
      const open = this.#open.get(key) ?? [];
      for (const step of open) if (step.overAt <= at) over.add(step);
      if (open.length > 0)
        this.#open.set(
          key,
          open.filter((step) => step.overAt > at),
        );
    }
    return [...over];
  }

  #remember(key: string, step: ScriptStep): void {
    const open = this.#open.get(key);
    if (open) open.push(step);
    else this.#open.set(key, [step]);
    if (open && open.length > MAX_OPEN) open.shift();
  }
}
