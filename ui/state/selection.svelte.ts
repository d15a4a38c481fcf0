import { createContext } from 'svelte';

/** Where the selection is kept, so that a view can be reloaded, bookmarked and shared. */
export interface HashStore {
  /** The part of the address after `#`. */
  read(): string;
  write(hash: string): void;
}

interface Chosen {
  readonly session?: string;
  readonly exchange?: string;
}

/** What the reader looks at: a session, and an exchange in it. */
export class Selection {
  readonly #hash: HashStore;
  readonly #onsession: (session: string | undefined) => void;
  #chosen = $state.raw<Chosen>({});

  constructor(hash: HashStore, onsession: (session: string | undefined) => void = () => {}) {
    this.#hash = hash;
    this.#onsession = onsession;
    this.#chosen = fromHash(hash.read());
  }

  get session(): string | undefined {
    return this.#chosen.session;
  }
  get exchange(): string | undefined {
    return this.#chosen.exchange;
  }

  choose(session: string): void {
    if (session !== this.session) this.#set({ session });
  }

  choosePacket(exchange: string): void {
    if (this.session !== undefined) this.#set({ session: this.session, exchange });
  }

  leavePacket(): void {
    if (this.session !== undefined) this.#set({ session: this.session });
  }

  clear(): void {
    this.#set({});
  }

  /** Shows this session if the reader has not chosen any: a page with traffic should not be blank. */
  suggest(session: string | undefined): void {
    if (this.session === undefined && session !== undefined) this.choose(session);
  }

  /** The address was changed by hand, by a link or by going back. */
  restore(): void {
    this.#become(fromHash(this.#hash.read()));
  }

  #set(chosen: Chosen): void {
    this.#become(chosen);
    this.#hash.write(toHash(chosen));
  }

  #become(chosen: Chosen): void {
    const before = this.session;
    this.#chosen = chosen;
    if (before !== chosen.session) this.#onsession(chosen.session);
  }
}

function fromHash(hash: string): Chosen {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const session = fields.get('session');
  const exchange = fields.get('packet');
  return { ...(session && { session }), ...(session && exchange && { exchange }) };
}

function toHash({ session, exchange }: Chosen): string {
  const fields = new URLSearchParams({ ...(session && { session }), ...(exchange && { packet: exchange }) });
  return fields.toString();
}

export const [getSelection, setSelection] = createContext<Selection>();
