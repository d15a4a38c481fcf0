import { type Answer, judge } from '../../core/bits/judge-ack.ts';
import { ProxyError } from '../../errors.ts';
import type { ActiveHost } from './active-host.ts';
import type { BitsConnection } from './connection.ts';
import { describe } from './describe-answer.ts';
import type { Patience } from './patience.ts';
import { SourceChanged } from './source-file.ts';

/** The server does not know the session (0x8020001F): the client starts over [BUP §3.1.5.2.1]. */
export class SessionLost extends Error {
  constructor() {
    super('the server does not know the session any more');
    this.name = 'SessionLost';
  }
}

/** Gets packets answered, through broken connections and a server's passing trouble. */
export class Delivery {
  readonly #connection: BitsConnection;
  readonly #host: ActiveHost;
  readonly #patience: Patience;
  #reached = false;
  #interruptions = 0;

  constructor(connection: BitsConnection, host: ActiveHost, patience: Patience) {
    this.#connection = connection;
    this.#host = host;
    this.#patience = patience;
  }

  /** Connections that broke, and did not end the upload. */
  get interruptions(): number {
    return this.#interruptions;
  }

  /** Sends until the packet is accepted. Throws as `settle` does, and also for an answer that only a Fragment may get. */
  async deliver<A extends Answer>(name: string, send: () => Promise<A>): Promise<A> {
    const ack = await this.settle(name, send);
    if (judge(ack) !== 'accepted') throw refused(name, ack);
    return ack;
  }

  /**
   * Sends until there is an answer to go on with: accepted, out of step, or too large. Throws SessionLost, or a
   * ProxyError when the server refuses or patience ends. `name` is the packet's, for messages.
   */
  async settle<A extends Answer>(name: string, send: () => Promise<A>): Promise<A> {
    let ack = await this.#throughInterruptions(name, send);
    while (judge(ack) === 'again') {
      await this.#patience.wait(`the server answers ${name} with ${describe(ack)}`);
      ack = await this.#throughInterruptions(name, send);
    }
    if (judge(ack) === 'restart') throw new SessionLost();
    if (judge(ack) === 'refused') throw refused(name, ack);
    return ack;
  }

  /** After a broken connection a Ping goes first: no Fragment is thrown at a server that does not listen [BUP §2.2.4, <9>]. */
  async #throughInterruptions<T>(name: string, send: () => Promise<T>): Promise<T> {
    for (let interrupted = false; ; interrupted = true) {
      try {
        if (interrupted) await this.#connection.ping();
        const answer = await send();
        this.#reached = true;
        this.#host.answered();
        return answer;
      } catch (error) {
        await this.#recover(name, error);
      }
    }
  }

  async #recover(name: string, error: unknown): Promise<void> {
    if (isNoInterruption(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    // A server that never answered is not the one that was meant, more likely than not.
    if (!this.#reached) throw new ProxyError('upload-failed', `Cannot reach the server: ${reason}.`, { cause: error });
    this.#connection.reset();
    this.#host.failed();
    await this.#patience.wait(`the connection breaks during ${name} (${reason})`, error);
    this.#interruptions += 1;
  }
}

export function refused(name: string, ack: Answer): ProxyError {
  return new ProxyError('upload-refused', `The server refused ${name}: ${describe(ack)}.`);
}

function isNoInterruption(error: unknown): boolean {
  return error instanceof ProxyError || error instanceof SourceChanged || (error instanceof Error && error.name === 'AbortError');
}
