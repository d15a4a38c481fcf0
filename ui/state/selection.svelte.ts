import { createContext } from 'svelte';

/** Where the selection is kept, so that a view can be reloaded, bookmarked and shared. */
export interface HashStore {
  /** The part of the address after `#`. */
  read(): string;
  /** `push`: going back leads to what was there before. */
  write(hash: string, how: 'push' | 'replace'): void;
}

/** What fills the page while no session is chosen. */
export type Overview = 'sessions' | 'findings';

export type PacketSide = 'request' | 'answer';

interface Chosen {
  readonly session?: string;
  readonly exchange?: string;
  readonly overview?: Overview;
  readonly filter?: string;
}

/** What the reader looks at: a session, and an exchange in it, or all of them; through which filter. */
export class Selection {
  readonly #hash: HashStore;
  readonly #onchange: (before: Chosen) => void;
  #chosen = $state.raw<Chosen>({});
  #side = $state.raw<{ readonly exchange: string; readonly side: PacketSide }>();

  constructor(hash: HashStore, onchange: (before: Chosen) => void = () => {}) {
    this.#hash = hash;
    this.#onchange = onchange;
    this.#chosen = fromHash(hash.read());
  }

  get session(): string | undefined {
    return this.#chosen.session;
  }
  get exchange(): string | undefined {
    return this.#chosen.exchange;
  }
  /** Which message of the chosen exchange is meant; what is chosen elsewhere stands for its request. */
  get side(): PacketSide {
    return this.#side?.exchange === this.exchange ? (this.#side?.side ?? 'request') : 'request';
  }
  get overview(): Overview {
    return this.#chosen.overview ?? 'sessions';
  }
  /** As it is written in the address. */
  get filter(): string {
    return this.#chosen.filter ?? '';
  }

  choose(session: string): void {
    if (session !== this.session) this.#go({ ...this.#frame, session }, 'push');
  }

  choosePacket(exchange: string, side: PacketSide = 'request'): void {
    this.#side = { exchange, side };
    const { session } = this;
    if (session !== undefined && exchange !== this.exchange) this.#go({ ...this.#frame, session, exchange }, 'replace');
  }

  /** A packet of a session that need not be the chosen one. */
  goTo(session: string, exchange: string, side: PacketSide = 'request'): void {
    this.#side = { exchange, side };
    this.#go({ ...this.#frame, session, exchange }, 'push');
  }

  leavePacket(): void {
    if (this.session !== undefined) this.#go({ ...this.#frame, session: this.session }, 'replace');
  }

  /** Back to what was looked at before a session was chosen. */
  clear(): void {
    if (this.session !== undefined) this.#go(this.#frame, 'push');
  }

  show(overview: Overview): void {
    if (overview === this.overview && this.session === undefined) return;
    this.#go({ ...filterPart(this.filter), ...(overview !== 'sessions' && { overview }) }, 'push');
  }

  /** While it is typed it replaces itself; what was made of it is worth to go back to. */
  filterBy(filter: string, how: 'push' | 'replace'): void {
    const { filter: _before, ...others } = this.#chosen;
    if (filter !== this.filter) this.#go({ ...others, ...filterPart(filter) }, how);
  }

  /** The address was changed by hand, by a link or by going back. */
  restore(): void {
    this.#become(fromHash(this.#hash.read()));
  }

  /** What stays when another session is chosen. */
  get #frame(): Chosen {
    const { session: _session, exchange: _exchange, ...frame } = this.#chosen;
    return frame;
  }

  #go(chosen: Chosen, how: 'push' | 'replace'): void {
    this.#hash.write(toHash(chosen), how);
    this.#become(chosen);
  }

  #become(chosen: Chosen): void {
    const before = this.#chosen;
    this.#chosen = chosen;
    this.#onchange(before);
  }
}

function filterPart(filter: string): Pick<Chosen, 'filter'> {
  return filter === '' ? {} : { filter };
}

function fromHash(hash: string): Chosen {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const session = fields.get('session');
  const exchange = fields.get('packet');
  return {
    ...(session && { session }),
    ...(session && exchange && { exchange }),
    ...(fields.get('show') === 'findings' && { overview: 'findings' as const }),
    ...filterPart(fields.get('filter') ?? ''),
  };
}

function toHash({ session, exchange, overview, filter }: Chosen): string {
  const fields = new URLSearchParams({
    ...(session && { session }),
    ...(exchange && { packet: exchange }),
    ...(overview && { show: overview }),
    ...(filter && { filter }),
  });
  return fields.toString();
}

export const [getSelection, setSelection] = createContext<Selection>();
