import { setTimeout as delay } from 'node:timers/promises';
import { ProxyError } from '../../errors.ts';

export interface RetryOptions {
  /** How often in a row something may fail without any progress; default 8. */
  readonly attempts?: number;
  /** The wait before the first repetition, which doubles from one to the next; default 250 ms. */
  readonly firstWaitMs?: number;
  /** The longest wait; default 30 s. */
  readonly maxWaitMs?: number;
}

/** How much trouble is borne before giving up. */
export class Patience {
  readonly #attempts: number;
  readonly #firstWaitMs: number;
  readonly #maxWaitMs: number;
  readonly #signal: AbortSignal | undefined;
  #failures = 0;

  constructor({ attempts = 8, firstWaitMs = 250, maxWaitMs = 30_000 }: RetryOptions, signal: AbortSignal | undefined) {
    this.#attempts = attempts;
    this.#firstWaitMs = firstWaitMs;
    this.#maxWaitMs = maxWaitMs;
    this.#signal = signal;
  }

  /** There was progress. */
  restore(): void {
    this.#failures = 0;
  }

  /** Waits before the next attempt, or throws when there were too many. `trouble` says what went wrong, in words. */
  async wait(trouble: string, cause?: unknown): Promise<void> {
    this.#failures += 1;
    if (this.#failures > this.#attempts) {
      throw new ProxyError('upload-failed', `Gave up after ${this.#failures} attempts: ${trouble}.`, { cause });
    }
    const waitMs = Math.min(this.#maxWaitMs, this.#firstWaitMs * 2 ** (this.#failures - 1));
    await delay(waitMs, undefined, this.#signal && { signal: this.#signal });
  }
}
