import type { Socket } from 'node:net';
import { withoutPort } from '../core/bits/host-id.ts';
import { headerAll, type RequestHead } from '../core/http/message.ts';
import type { LiveConnection } from '../core/replay/casting.ts';
import type { Move } from '../core/replay/move.ts';
import type { Ending } from '../core/replay/reaction.ts';
import type { RecordedServer } from '../core/replay/recorded-server.ts';
import { Interrupted } from '../reference/server/interrupted.ts';
import { RequestStream } from '../reference/server/request-stream.ts';
import { now, Pace } from './pace.ts';
import { type RecordedAnswers, sentParts } from './sent-parts.ts';

export interface MockConnectionOptions {
  readonly server: RecordedServer;
  readonly recorded: RecordedAnswers;
  /** How fast time passes: 1 as recorded, 2 twice as fast, 0 not at all. */
  readonly pace: number;
  readonly maxHeadBytes: number;
  readonly log: (line: string) => void;
}

/** How long a connection stays half open after our last answer, so that a client that still sends can read it. */
const LINGER_MS = 2_000;
/** A reset takes back what the client has not read: so long it has for an answer before one. */
const BEFORE_RESET_MS = 50;

/** Does on one connection what the recorded server did on its own. Used once. */
export class MockConnection {
  readonly #socket: Socket;
  readonly #options: MockConnectionOptions;
  readonly #requests: RequestStream;
  readonly #gone = new AbortController();
  readonly #name: string;
  readonly #live: LiveConnection;
  readonly #pace: Pace;
  /** Ends the connection, if the client says nothing before. */
  #idle: AbortController | undefined;

  constructor(socket: Socket, name: string, options: MockConnectionOptions) {
    this.#socket = socket;
    this.#name = name;
    this.#options = options;
    this.#pace = new Pace(options.pace, this.#gone.signal);
    this.#requests = new RequestStream(socket, options.maxHeadBytes);
    this.#live = options.server.connect(withoutPort(`${socket.remoteAddress ?? ''}:0`));
    // Reading and writing report it, too; without a listener it would end the process.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#gone.abort());
  }

  /** Resolves when it is over. */
  async serve(): Promise<void> {
    try {
      while ((await this.#serveNext()) === 'more');
      this.#socket.end();
      await this.#linger();
    } catch (error) {
      this.#socket.destroy();
      if (!(error instanceof Interrupted)) throw error;
    } finally {
      this.#idle?.abort();
      this.#live.open = false;
    }
  }

  async #serveNext(): Promise<'more' | 'last'> {
    const event = await this.#requests.next();
    this.#idle?.abort();
    if (event?.type === 'malformed') this.#say(`bytes that are no HTTP (${event.reason}) → the connection ends`);
    if (event?.type !== 'head') return 'last';
    const { head, framing } = event;
    const move = this.#options.server.meet(this.#live, head, framing);
    this.#say(move.said);
    const early = move.answers && move.when === 'early';
    if (early) await this.#send(move);
    await this.#readBody(move);
    if (!move.answers) return this.#stayAway(move);
    if (!early) {
      await this.#wait(move.waitMs);
      await this.#send(move);
    }
    move.settle();
    return this.#goOn(move, head);
  }

  async #readBody({ invitation, cutAt = Number.POSITIVE_INFINITY }: Move): Promise<void> {
    if (invitation !== undefined) await this.#write(Buffer.from(invitation, 'latin1'));
    if (cutAt === 0) return;
    let read = 0;
    for await (const { length } of this.#requests.body()) {
      read += length;
      if (read >= cutAt) return;
    }
  }

  /** No answer, or one that breaks off: as long as it took, or until the client leaves. */
  async #stayAway(move: Move): Promise<'last'> {
    const { ending, waitMs, parts } = move;
    if (parts.length > 0) await this.#send(move);
    move.settle();
    if (this.#options.pace > 0) await Promise.race([this.#wait(waitMs), this.#requests.discard()]);
    if (ending?.how === 'reset') this.#socket.resetAndDestroy();
    return 'last';
  }

  async #goOn({ ending }: Move, head: RequestHead): Promise<'more' | 'last'> {
    if (ending) {
      if (this.#options.pace === 0) return this.#endNow(ending);
      this.#endLater(ending);
      return 'more';
    }
    return wantsClose(head) ? 'last' : 'more';
  }

  async #endNow({ how }: Ending): Promise<'last'> {
    if (how === 'reset') {
      await this.#pace.wait(BEFORE_RESET_MS).catch(leave);
      this.#socket.resetAndDestroy();
    }
    return 'last';
  }

  /** A client that says more before is faster than the recorded one was: the server did not close on a request. */
  #endLater({ how, afterMs }: Ending): void {
    const idle = new AbortController();
    this.#idle = idle;
    const pace = new Pace(this.#options.pace, AbortSignal.any([idle.signal, this.#gone.signal]));
    const end = () => (how === 'reset' ? this.#socket.resetAndDestroy() : this.#socket.end());
    pace.until(now(), afterMs).then(end, () => undefined);
  }

  async #send({ parts }: Move): Promise<void> {
    const onMissing = (count: number) => this.#say(`${count} bytes of the answer were not recorded: zeros are sent for them`);
    for await (const bytes of sentParts(parts, this.#options.recorded, onMissing)) await this.#write(bytes);
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (cause) => (cause ? reject(new Interrupted({ cause })) : resolve()));
    });
  }

  /** Until the recorded time is over, or the client gone. */
  async #wait(recordedMs: number): Promise<void> {
    await this.#pace.until(now(), recordedMs).catch(leave);
  }

  async #linger(): Promise<void> {
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    try {
      await this.#requests.discard();
    } finally {
      clearTimeout(timer);
    }
  }

  #say(line: string): void {
    this.#options.log(`${this.#name}  ${line}`);
  }
}

/** The wait for it is over because nobody waits any more. */
function leave(cause: unknown): never {
  throw new Interrupted({ cause });
}

/** [RFC 9112 §9.3] */
function wantsClose({ version, headers }: RequestHead): boolean {
  const wishes = headerAll(headers, 'Connection').flatMap((value) => value.toLowerCase().split(/[\s,]+/));
  return version === '1.0' ? !wishes.includes('keep-alive') : wishes.includes('close');
}
