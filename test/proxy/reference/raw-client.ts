import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RawAnswer {
  readonly status: number;
  /** The head's lines, without the status line. */
  readonly lines: readonly string[];
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/** A client that sends what it is told, byte for byte, and reads answers that have a Content-Length. */
export class RawClient {
  readonly socket: Socket;
  #received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  static async connect(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    onTestFinished(() => {
      socket.destroy();
    });
    await once(socket, 'connect');
    socket.pause();
    return new RawClient(socket);
  }

  send(...parts: (string | Uint8Array)[]): void {
    for (const part of parts) this.socket.write(part);
  }

  /** Sends a packet with `Host` and `Content-Length`, and reads its answer. */
  async packet(type: string, path: string, lines: readonly string[] = [], body = ''): Promise<RawAnswer> {
    this.send(packetText(type, path, lines, body));
    return this.answer();
  }

  async create(path: string): Promise<string> {
    const ack = await this.packet('Create-Session', path, ['BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}']);
    if (ack.status !== 200) throw new Error(`Create-Session got ${ack.status}`);
    return ack.header('BITS-Session-Id') ?? '';
  }

  fragment(path: string, id: string, range: string, body: string): Promise<RawAnswer> {
    return this.packet('Fragment', path, [`BITS-Session-Id: ${id}`, `Content-Range: bytes ${range}`], body);
  }

  close(path: string, id: string): Promise<RawAnswer> {
    return this.packet('Close-Session', path, [`BITS-Session-Id: ${id}`]);
  }

  cancel(path: string, id: string): Promise<RawAnswer> {
    return this.packet('Cancel-Session', path, [`BITS-Session-Id: ${id}`]);
  }

  /** `bodyless`: the answer to a HEAD. */
  async answer(kind: 'with body' | 'bodyless' = 'with body'): Promise<RawAnswer> {
    while (!this.#received.includes('\r\n\r\n')) await this.#more();
    const end = this.#received.indexOf('\r\n\r\n');
    const [statusLine = '', ...lines] = this.#received.subarray(0, end).toString('latin1').split('\r\n');
    const header = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    this.#received = this.#received.subarray(end + 4);
    const length = kind === 'bodyless' ? 0 : Number(header('Content-Length') ?? 0);
    while (this.#received.length < length) await this.#more();
    const body = this.#received.subarray(0, length).toString('utf8');
    this.#received = this.#received.subarray(length);
    return { status: Number(statusLine.split(' ')[1]), lines, header, body };
  }

  /** Resolves when the server has ended or broken the connection; nothing may come before. */
  async ended(): Promise<void> {
    this.socket.resume();
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  async #more(): Promise<void> {
    for (;;) {
      const chunk: unknown = this.socket.read();
      if (chunk instanceof Buffer) {
        this.#received = Buffer.concat([this.#received, chunk]);
        return;
      }
      if (this.socket.readableEnded || this.socket.destroyed) throw new Error('the server ended the connection');
      await Promise.race([once(this.socket, 'readable'), once(this.socket, 'close')]);
    }
  }
}

export function packetText(type: string, path: string, lines: readonly string[] = [], body = ''): string {
  const all = [`BITS-Packet-Type: ${type}`, ...lines, 'Host: server.test', `Content-Length: ${Buffer.byteLength(body)}`];
  return `BITS_POST ${path} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`;
}
