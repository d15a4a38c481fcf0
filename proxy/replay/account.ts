/** What is to be said of a replay beside its comparison: each thing once, and how often it was so. */
export class Account {
  readonly #notes = new Map<string, number>();
  #zeroBytes = 0;

  /** Bytes of bodies that the recording does not hold, and for which zeros were sent. */
  get zeroBytes(): number {
    return this.#zeroBytes;
  }

  note(what: string, times = 1): void {
    const known = this.#notes.get(what);
    if (known === undefined && this.#notes.size >= MAX_NOTES) this.#add(MORE, times);
    else this.#add(what, times);
  }

  zeros(bytes: number): void {
    this.#zeroBytes += bytes;
  }

  /** With how often each was noted. */
  get notes(): readonly { readonly text: string; readonly times: number }[] {
    return [...this.#notes].map(([text, times]) => ({ text, times }));
  }

  #add(what: string, times: number): void {
    this.#notes.set(what, (this.#notes.get(what) ?? 0) + times);
  }
}

const MAX_NOTES = 200;
const MORE = 'more was noted than is kept';
