import { createContext } from 'svelte';

/** Asks the dashboard to run the sample uploads; throws an Error that says why it would not. */
export type SendSamples = () => Promise<void>;

/** The sample uploads, as far as this page started them. */
export class Samples {
  readonly #send: SendSamples;
  #state = $state<'idle' | 'running' | 'failed'>('idle');
  #reason = $state('');

  constructor(send: SendSamples) {
    this.#send = send;
  }

  get state(): 'idle' | 'running' | 'failed' {
    return this.#state;
  }
  /** Why it failed. */
  get reason(): string {
    return this.#reason;
  }

  async run(): Promise<void> {
    if (this.#state === 'running') return;
    this.#state = 'running';
    try {
      await this.#send();
      this.#state = 'idle';
    } catch (error) {
      this.#reason = error instanceof Error ? error.message : String(error);
      this.#state = 'failed';
    }
  }
}

export const [getSamples, setSamples] = createContext<Samples>();
