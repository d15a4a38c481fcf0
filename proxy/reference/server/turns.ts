/**
 * The packets of one session, one at a time. A client has at most one request outstanding [DOC bits-request-packets], so
 * a second one means that it has given up on the first: its connection may be dead without our knowing. The first is
 * told to give up, and the second begins when the first has left everything in order.
 */
export class Turns {
  #settled: Promise<unknown> = Promise.resolve();
  #giveUp: (() => void) | undefined;

  /** Runs `work` when its turn has come. `giveUp` makes it end soon; it is called at most once, and only while it runs or waits. */
  async take<T>(giveUp: () => void, work: () => Promise<T>): Promise<T> {
    this.#giveUp?.();
    this.#giveUp = giveUp;
    const result = this.#settled.then(work);
    this.#settled = result.catch(() => undefined); // whoever took that turn gets the error
    try {
      return await result;
    } finally {
      if (this.#giveUp === giveUp) this.#giveUp = undefined;
    }
  }
}
