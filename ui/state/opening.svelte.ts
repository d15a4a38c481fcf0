import { createContext } from 'svelte';

/** Sends a file to be opened; gives the address of its page, or throws an Error that says why not. */
export type SendRecording = (file: File) => Promise<string>;

/** Recordings that this page sends to be opened, one at a time. */
export class Opening {
  readonly #send: SendRecording;
  #state = $state<'idle' | 'sending' | 'opened' | 'failed'>('idle');
  #name = $state('');
  #url = $state('');
  #reason = $state('');

  constructor(send: SendRecording) {
    this.#send = send;
  }

  get state(): 'idle' | 'sending' | 'opened' | 'failed' {
    return this.#state;
  }
  /** Of the file. */
  get name(): string {
    return this.#name;
  }
  /** Where it is shown, once it is `opened`. */
  get url(): string {
    return this.#url;
  }
  /** Why it was not, where that `failed`. */
  get reason(): string {
    return this.#reason;
  }

  async open(file: File): Promise<void> {
    if (this.#state === 'sending') return;
    this.#state = 'sending';
    this.#name = file.name;
    try {
      this.#url = await this.#send(file);
      this.#state = 'opened';
    } catch (error) {
      this.#reason = error instanceof Error ? error.message : String(error);
      this.#state = 'failed';
    }
  }

  dismiss(): void {
    if (this.#state !== 'sending') this.#state = 'idle';
  }
}

export const [getOpening, setOpening] = createContext<Opening>();
