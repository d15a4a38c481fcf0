/** The "Send sample uploads" button: one run at a time. */
export class SamplesButton {
  readonly #send: (() => Promise<void>) | undefined;
  readonly #onfailure: (reason: string) => void;
  #running = false;

  constructor(send: (() => Promise<void>) | undefined, onfailure: (reason: string) => void) {
    this.#send = send;
    this.#onfailure = onfailure;
  }

  press(): 'started' | 'running' | 'absent' {
    if (!this.#send) return 'absent';
    if (this.#running) return 'running';
    void this.#run(this.#send);
    return 'started';
  }

  async #run(send: () => Promise<void>): Promise<void> {
    this.#running = true;
    try {
      await send();
    } catch (error) {
      this.#onfailure(error instanceof Error ? error.message : String(error));
    } finally {
      this.#running = false;
    }
  }
}
