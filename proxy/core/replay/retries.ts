/** How much trouble is borne before giving up. */
export interface RetryOptions {
  /** How often in a row something may fail without headway; default 8. */
  readonly attempts?: number;
  /** The wait before the first repetition, ms, which doubles from one to the next; default 250. */
  readonly firstWaitMs?: number;
  /** The longest wait, ms; default 30 s. */
  readonly maxWaitMs?: number;
}

/** Counts what fails in a row. */
export class Retries {
  readonly #attempts: number;
  readonly #firstWaitMs: number;
  readonly #maxWaitMs: number;
  #failures = 0;

  constructor({ attempts = 8, firstWaitMs = 250, maxWaitMs = 30_000 }: RetryOptions) {
    this.#attempts = attempts;
    this.#firstWaitMs = firstWaitMs;
    this.#maxWaitMs = maxWaitMs;
  }

  get failures(): number {
    return this.#failures;
  }

  /** There was headway. */
  restore(): void {
    this.#failures = 0;
  }

  /** How long to wait before the next attempt, ms; nothing where there were too many. */
  waitMs(): number | undefined {
    this.#failures += 1;
    if (this.#failures > this.#attempts) return undefined;
    return Math.min(this.#maxWaitMs, this.#firstWaitMs * 2 ** (this.#failures - 1));
  }
}
