import type { RequestPacket } from './bits/packet.ts';
import type { ServerFacts } from './rules/case.ts';

/** Servers that are remembered; beyond it the one that was met first is forgotten, which only makes a later finding milder. */
const MAX_SERVERS = 10_000;

type Watched = { -readonly [Fact in 'acknowledgedBits' | 'watchedFromStart']: ServerFacts[Fact] };

/** What was seen of each server so far. */
export class ServerWatch {
  readonly #servers = new Map<string, Watched>();

  /** The facts before this packet, which is met now. */
  meet(name: string, packet: RequestPacket): ServerFacts {
    const { acknowledgedBits, watchedFromStart } = this.#servers.get(name) ?? this.#remember(name, packet);
    return { name, acknowledgedBits, watchedFromStart };
  }

  /** It has acknowledged a BITS packet. */
  acknowledged(name: string): void {
    const known = this.#servers.get(name);
    if (known) known.acknowledgedBits = true;
  }

  #remember(name: string, packet: RequestPacket): Watched {
    const [first] = this.#servers.keys();
    if (first !== undefined && this.#servers.size >= MAX_SERVERS) this.#servers.delete(first);
    const watched = { acknowledgedBits: false, watchedFromStart: packet.type === 'create-session' };
    this.#servers.set(name, watched);
    return watched;
  }
}
