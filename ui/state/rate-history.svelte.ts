import type { Totals } from '../../proxy/core/feed.ts';
import type { Clock } from './clock.ts';

/** What went through in one second. */
export interface RateSample {
  readonly packets: number;
  readonly bytes: number;
}

const STEP_MS = 1_000;
const KEPT = 60;
const NOTHING: RateSample = { packets: 0, bytes: 0 };

/** The last minute, second by second: it moves on while something is to be seen in it, and rests when all is quiet. */
export class RateHistory {
  readonly #clock: Clock;
  #samples = $state.raw<readonly RateSample[]>(Array.from({ length: KEPT }, () => NOTHING));
  #latest: RateSample = NOTHING;
  #isMoving = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The oldest first. */
  get samples(): readonly RateSample[] {
    return this.#samples;
  }

  take({ packetsPerSecond, bytesPerSecond }: Totals): void {
    this.#latest = { packets: packetsPerSecond, bytes: bytesPerSecond };
    if (!this.#isMoving && packetsPerSecond + bytesPerSecond > 0) this.#move();
  }

  #move(): void {
    this.#isMoving = true;
    this.#samples = [...this.#samples.slice(1), this.#latest];
    const isQuiet = this.#samples.every(({ packets, bytes }) => packets + bytes === 0);
    if (isQuiet) this.#isMoving = false;
    else this.#clock.after(STEP_MS, () => this.#move());
  }
}
