import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { withoutPort } from '../core/bits/host-id.ts';
import { headerAll, type RequestHead } from '../core/http/message.ts';
import type { RecordedBytes } from '../core/recorded-bytes.ts';
import type { LiveConnection } from '../core/replay/casting.ts';
import type { Move } from '../core/replay/move.ts';
import type { Ending } from '../core/replay/reaction.ts';
import type { RecordedServer } from '../core/replay/recorded-server.ts';
import { Interrupted } from '../reference/server/interrupted.ts';
import { RequestStream } from '../reference/server/request-stream.ts';
import { sentParts } from './sent-parts.ts';

export interface MockConnectionOptions {
  readonly server: RecordedServer;
  readonly bytes: RecordedBytes;
  /** How fast time passes: 1 as recorded, 2 twice as fast, 0 not at all. */
  readonly pace: number;
  readonly maxHeadBytes: number;
  readonly log: (line: string) => void;
}

/** How long a connection stays half open after our last answer, so that a client that still sends can read it. */
const LINGER_MS = 2_000;
/** A reset takes back what the client has not read: so long it has for an answer before one. */
const BEFORE_RESET_MS = 50;
/** A longer timer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Does on one connection what the recorded server did on its own. Used once. */
export class MockConnection {
  readonly #socket: Socket;
  readonly #options: MockConnectionOptions;
  readonly #requests: RequestStream;
  readonly #gone = new AbortController();
  readonly #name: string;
  readonly #live: LiveConnection;
  /** Ends the connection, if the client says nothing before. */
  #idle: NodeJS.Timeout | undefined;

  constructor(socket: Socket, name: string, options: MockConnectionOptions) {
    this.#socket = socket;
    this.#name = name;
    this.#options = options;
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
      clearTimeout(this.#idle);
      this.#live.open = false;
    }
  }

  async #serveNext(): Promise<'more' | 'last'> {
    const event = await this.#requests.next();
    clearTimeout(this.#idle);
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
      this.#idle = setTimeout(() => this.#end(ending), this.#scaled(ending.afterMs));
      return 'more';
    }
    return wantsClose(head) ? 'last' : 'more';
  }

  async #endNow({ how }: Ending): Promise<'last'> {
    if (how === 'reset') {
      await this.#wait(BEFORE_RESET_MS, 1);
      this.#socket.resetAndDestroy();
    }
    return 'last';
  }

  #end({ how }: Ending): void {
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.end();
  }

  async #send({ parts }: Move): Promise<void> {
    const onMissing = (count: number) => this.#say(`${count} bytes of the answer were not recorded: zeros are sent for them`);
    for await (const bytes of sentParts(parts, this.#options.bytes, onMissing)) await this.#write(bytes);
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (cause) => (cause ? reject(new Interrupted({ cause })) : resolve()));
    });
  }

  /** Until the time is over, or the client gone. */
  async #wait(ms: number, pace = this.#options.pace): Promise<void> {
    const waitMs = this.#scaled(ms, pace);
    if (waitMs === 0) return;
    try {
      await delay(waitMs, undefined, { signal: this.#gone.signal });
    } catch (cause) {
      throw new Interrupted({ cause });
    }
  }

  #scaled(ms: number, pace = this.#options.pace): number {
    return pace === 0 ? 0 : Math.min(ms / pace, MAX_TIMER_MS);
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

/** [RFC 9112 §9.3] */
function wantsClose({ version, headers }: RequestHead): boolean {
  const wishes = headerAll(headers, 'Connection').flatMap((value) => value.toLowerCase().split(/[\s,]+/));
  return version === '1.0' ? !wishes.includes('keep-alive') : wishes.includes('close');
}
