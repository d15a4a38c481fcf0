import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { Clock } from './clock.ts';

/** How often what depends on the time is looked at again. */
const STEP_MS = 5_000;

/** The present, for what is said of an answer that does not come: it moves while somebody looks at it. */
export class Present {
  readonly #clock: Clock;
  readonly #moment: () => number | undefined;
  readonly #subscribe: () => void;

  /** `moment`: what is shown is of that time, and not of now. */
  constructor(clock: Clock, moment: () => number | undefined = () => undefined) {
    this.#clock = clock;
    this.#moment = moment;
    this.#subscribe = createSubscriber((update) => {
      let stop = () => {};
      const step = () => {
        stop = clock.after(STEP_MS, () => {
          update();
          step();
        });
      };
      step();
      return () => stop();
    });
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    this.#subscribe();
    return this.#moment() ?? this.#clock.now();
  }
}

export const [getPresent, setPresent] = createContext<Present>();
