import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises';

/** Traffic waits no longer than this, ms. */
const SLICE_MS = 3;
/** A turn of the event loop that took so long had others in it, ms: they get most of the time then. */
const BUSY_MS = 1;
const GIVE_WAY_MS = 10;

/** Long work in slices. All who share a pace take turns, so that two of them do not keep traffic waiting twice as long. */
export class Pace {
  #since = performance.now();
  #turn: Promise<void> = Promise.resolve();

  /** To be called every millisecond or so: something to wait for where the slice is over. */
  rest(): Promise<void> | undefined {
    if (performance.now() - this.#since < SLICE_MS) return undefined;
    this.#turn = this.#turn.then(() => this.#giveWay());
    return this.#turn;
  }

  async #giveWay(): Promise<void> {
    // In the first turn another one of us may have its slice; the second shows who else is there.
    await nextTurn();
    const from = performance.now();
    await nextTurn();
    if (performance.now() - from > BUSY_MS) await after(GIVE_WAY_MS);
    this.#since = performance.now();
  }
}
