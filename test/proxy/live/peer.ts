import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** One end of a connection: sends what it is told, byte for byte, keeps all that it gets, and knows how the other side ended. */
export class Peer {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #end: 'fin' | 'reset' | undefined;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.#wake();
    });
    socket.on('end', () => this.#ends('fin'));
    socket.on('error', () => this.#ends('reset'));
    onTestFinished(() => {
      socket.destroy();
    });
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.received.toString('latin1');
  }

  send(bytes: string | Uint8Array): this {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    return this;
  }

  /** In pieces that leave one by one; `cut` says how long each is at most. */
  async sendPieces(bytes: Uint8Array, cut: () => number): Promise<void> {
    for (let at = 0, end = 0; at < bytes.length; at = end) {
      end = Math.min(bytes.length, at + Math.max(1, cut()));
      if (!this.socket.write(bytes.subarray(at, end))) await once(this.socket, 'drain');
      await setImmediate();
    }
  }

  /** Resolves when at least this many bytes came. */
  async gets(length: number): Promise<Buffer> {
    await this.#until(
      () => this.#length >= length,
      () => `${length} bytes, got ${this.#length}`,
    );
    return this.received;
  }

  /** Resolves with all that came, when this text is in it so many times. */
  async getsText(text: string, times = 1): Promise<string> {
    await this.#until(
      () => this.text.split(text).length > times,
      () => `${text}, got ${this.text}`,
    );
    return this.text;
  }

  /** How the other side ended: by FIN or by RST, whichever came first. */
  async ends(): Promise<'fin' | 'reset'> {
    await this.#until(
      () => this.#end !== undefined,
      () => 'an end',
    );
    return this.#end ?? 'fin';
  }

  /** Resolves when the connection was reset, also after a FIN. */
  async isReset(): Promise<void> {
    await this.#until(
      () => this.#end === 'reset',
      () => 'a reset',
    );
  }

  #ends(how: 'fin' | 'reset'): void {
    this.#end = how;
    this.#wake();
  }

  async #until(met: () => boolean, wanted: () => string): Promise<void> {
    while (!met()) {
      if (this.socket.destroyed && this.#end !== 'reset') throw new Error(`the connection closed before ${wanted()}`);
      if (this.#end === 'reset') throw new Error(`the connection was reset before ${wanted()}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.socket.once('close', () => resolve());
      });
    }
  }
}

/** A client, connected. */
export async function connectPeer(address: { readonly host: string; readonly port: number }): Promise<Peer> {
  const socket = connect({ ...address, allowHalfOpen: true });
  await once(socket, 'connect');
  return new Peer(socket);
}

export interface Origin {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
  /** Connections that came so far. */
  readonly count: number;
  /** The next connection that was not asked for yet. */
  next(): Promise<Peer>;
}

/** A server that says nothing by itself: a test speaks for it. `attend` may speak for each connection instead. */
export async function startOrigin(attend: (peer: Peer) => void = () => undefined): Promise<Origin> {
  const peers: Peer[] = [];
  let asked = 0;
  let count = 0;
  let wake = () => {};
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new Peer(socket);
    count += 1;
    peers.push(peer);
    attend(peer);
    wake();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    host: '127.0.0.1',
    port,
    get count() {
      return count;
    },
    async next() {
      const index = asked;
      asked += 1;
      for (;;) {
        const peer = peers[index];
        if (peer) return peer;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
