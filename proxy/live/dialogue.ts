import { header, type RequestHead } from '../core/http/message.ts';
import { Pairing } from '../core/http/pairing.ts';

/** Reads along on both sides of a connection, where it matters who waits for an answer, and whether HTTP was left. */
export class Dialogue {
  readonly #pairing = new Pairing('', { nextId: () => '' });

  /** Whether a request may lead away from HTTP [RFC 9110 §7.8]. */
  static concerns({ headers }: RequestHead): boolean {
    return header(headers, 'Upgrade') !== undefined;
  }

  get isWaiting(): boolean {
    return this.#pairing.pending > 0;
  }

  asks(bytes: Uint8Array): void {
    this.#pairing.read('client', bytes, 0);
  }

  answers(bytes: Uint8Array): 'upgraded' | 'http' {
    const steps = this.#pairing.read('server', bytes, 0);
    return steps.some(({ moment }) => moment === 'tunnel') ? 'upgraded' : 'http';
  }
}
