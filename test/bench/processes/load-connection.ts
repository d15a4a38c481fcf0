import { connect, type Socket } from 'node:net';
import type { Burst } from '../messages.ts';
import { readSessionId, type SentPacket, uploadSession } from '../packets.ts';

/** What all connections of a burst have done together. */
export interface Tally {
  packets: number;
  bytes: number;
  readonly latenciesMs: number[];
}

export interface ConnectionPlan {
  readonly burst: Burst;
  readonly path: string;
  readonly body: Buffer;
  readonly tally: Tally;
  /** Whether another session may begin, and whether the present one shall be given up. */
  readonly next: () => 'upload' | 'stop';
  readonly cancelled: () => boolean;
}

const OK = 'HTTP/1.1 200';
const HEAD_END = Buffer.from('\r\n\r\n');

/** A client that uploads file after file on one connection, one packet at a time. Resolves when it has stopped, with what went wrong. */
export function uploadOnConnection(plan: ConnectionPlan): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port: plan.burst.port, host: '127.0.0.1', noDelay: true });
    const client = new LoadConnection(plan, socket);
    socket.on('connect', () => client.begin());
    socket.on('data', (bytes) => client.take(bytes));
    socket.on('error', (error) => client.fail(error.message));
    socket.on('end', () => client.fail('the relay closed the connection'));
    socket.on('close', () => resolve(client.problem));
  });
}

class LoadConnection {
  problem: string | undefined;
  readonly #plan: ConnectionPlan;
  readonly #socket: Socket;
  #session: ReturnType<typeof uploadSession>;
  #sent: SentPacket | undefined;
  #sentAt = 0;
  #unread: Buffer | undefined;

  constructor(plan: ConnectionPlan, socket: Socket) {
    this.#plan = plan;
    this.#socket = socket;
    this.#session = this.#newSession();
  }

  begin(): void {
    this.#advance('');
  }

  /** Acks have no body here: one is complete with its head, and nothing may follow it. */
  take(bytes: Buffer): void {
    const ack = this.#unread ? Buffer.concat([this.#unread, bytes]) : bytes;
    this.#unread = ack;
    const end = ack.indexOf(HEAD_END);
    if (end < 0) return;
    if (end + HEAD_END.length !== ack.length || !this.#sent) return this.fail('more came than the Ack of the packet');
    if (ack.toString('latin1', 0, OK.length) !== OK) return this.fail(`the relay answered ${ack.toString('latin1', 0, ack.indexOf('\r'))}`);
    this.#unread = undefined;
    this.#count(this.#sent);
    this.#advance(this.#sent.type === 'Create-Session' ? readSessionId(ack.toString('latin1')) : '');
  }

  fail(problem: string): void {
    if (this.#socket.writableEnded) return;
    this.problem ??= problem;
    this.#socket.destroy();
  }

  #newSession(): ReturnType<typeof uploadSession> {
    const { burst, path, cancelled } = this.#plan;
    return uploadSession({ method: burst.method, upload: burst.upload, path, cancelled });
  }

  #count({ bodyBytes }: SentPacket): void {
    const { tally } = this.#plan;
    tally.packets += 1;
    tally.bytes += bodyBytes;
    tally.latenciesMs.push(performance.now() - this.#sentAt);
  }

  #advance(answer: string): void {
    const { done, value } = this.#session.next(answer);
    if (!done) return this.#send(value);
    if (this.#plan.next() === 'stop') return void this.#socket.end();
    this.#session = this.#newSession();
    this.#advance('');
  }

  #send(packet: SentPacket): void {
    this.#sent = packet;
    this.#sentAt = performance.now();
    if (packet.bodyBytes === 0) return void this.#socket.write(packet.head, 'latin1');
    this.#socket.cork();
    this.#socket.write(packet.head, 'latin1');
    this.#socket.write(this.#plan.body);
    this.#socket.uncork();
  }
}
