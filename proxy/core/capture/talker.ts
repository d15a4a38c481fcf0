import { type MessageKind, type Opened, Opening } from './opening.ts';

/**
 * One side of a connection while it is not known what it speaks. Messages are looked for where segments begin: programs
 * write them so, and the middle of a body needs no line ends.
 */
export class Talker {
  /** From here on every byte of it is told. */
  told = false;
  /** Bytes in front of that. */
  dropped = 0;
  /** What it began with was not seen, or was no message. */
  joined: boolean;
  endedAt: number | undefined;
  #opening: Opening | undefined;

  constructor(seen: 'from-start' | 'joined') {
    this.joined = seen === 'joined';
  }

  /** `refuted`: what waited for these bytes was no message, and is not needed. */
  look(bytes: Uint8Array, kinds: readonly MessageKind[]): { readonly found: Opened; readonly refuted: boolean } {
    const before = this.#opening;
    if (!before) return { found: this.#lookOn(new Opening(kinds), bytes), refuted: false };
    const alone = this.joined ? new Opening(kinds).look(bytes) : 'open';
    const found = alone === 'request' || alone === 'response' ? 'neither' : this.#lookOn(before, bytes);
    if (found !== 'neither') return { found, refuted: false };
    return { found: this.#lookOn(new Opening(kinds), bytes), refuted: true };
  }

  /** Bytes are missing: what comes next does not go on with what came before. */
  interrupt(): void {
    this.#opening = undefined;
    this.joined = true;
  }

  #lookOn(opening: Opening, bytes: Uint8Array): Opened {
    const found = opening.look(bytes);
    this.#opening = found === 'open' ? opening : undefined;
    if (found === 'neither') this.joined = true;
    return found;
  }
}
