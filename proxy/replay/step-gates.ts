import type { ScriptStep } from '../core/replay/client-script.ts';

interface Gate {
  readonly opened: Promise<number>;
  readonly open: (at: number) => void;
}

/** Who waits for which step of a script, to begin or to be over; each tells when that was. */
export class StepGates {
  readonly #begun = new Map<ScriptStep, Gate>();
  readonly #over = new Map<ScriptStep, Gate>();

  constructor(steps: readonly ScriptStep[]) {
    for (const step of steps) {
      this.#begun.set(step, gate());
      this.#over.set(step, gate());
    }
  }

  /** Resolves with the recorded and the real time since which a step could have been sent; `undefined` when it waited for nothing. */
  async ready({ after, behind }: ScriptStep): Promise<{ readonly recorded: number; readonly real: number } | undefined> {
    if (behind) await this.#begun.get(behind)?.opened;
    let latest: { recorded: number; real: number } | undefined;
    for (const step of after) {
      const real = (await this.#over.get(step)?.opened) ?? 0;
      if (!latest || step.overAt > latest.recorded) latest = { recorded: step.overAt, real };
    }
    return latest;
  }

  begun(step: ScriptStep, at: number): void {
    this.#begun.get(step)?.open(at);
  }

  /** It also counts as begun: it may have been left out. */
  over(step: ScriptStep, at: number): void {
    this.begun(step, at);
    this.#over.get(step)?.open(at);
  }
}

function gate(): Gate {
  let open: (at: number) => void = () => {};
  const opened = new Promise<number>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
