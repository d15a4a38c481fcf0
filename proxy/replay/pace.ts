import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds since the epoch, with fractions, and never going back. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Recorded times, lived again: as they were, faster, or not at all. Every wait rejects with AbortError when the signal says so. */
export class Pace {
  /** Twice as fast is 2; 0 waits for nothing. */
  readonly #factor: number;
  readonly #signal: AbortSignal;

  constructor(factor: number, signal: AbortSignal) {
    this.#factor = factor;
    this.#signal = signal;
  }

  /** Until so much recorded time has passed since `since`, ms. */
  async until(since: number, recordedMs: number): Promise<void> {
    if (this.#factor > 0) await this.wait(since + recordedMs / this.#factor - now());
  }

  /** So many real milliseconds, whatever the pace. */
  async wait(ms: number): Promise<void> {
    // A timer takes no longer time than this; a month is as good as for ever.
    if (ms > 0) await delay(Math.min(ms, 2 ** 31 - 1), undefined, { signal: this.#signal });
  }
}
