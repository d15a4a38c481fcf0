import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import type { TimelineEvent } from '../../proxy/core/timeline.ts';
import type { WireEvent } from '../../proxy/core/wire.ts';
import { startTap, type Tap, type TapOptions } from '../../proxy/live/tap.ts';

/** One end of a connection that remembers what it read. */
export class End {
  readonly socket: Socket;
  /** `fin`, or an error's code, once the other side ended. */
  readonly over: Promise<string>;
  #read: Buffer[] = [];
  #length = 0;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#read.push(chunk);
      this.#length += chunk.length;
      this.#wake();
    });
    this.over = new Promise((resolve) => {
      socket.on('end', () => resolve('fin'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.on('close', () => resolve('closed'));
    });
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#read);
  }

  get text(): string {
    return this.bytes.toString('latin1');
  }

  get hash(): string {
    return createHash('sha256').update(this.bytes).digest('hex');
  }

  /** Resolves when so many bytes, or this text, were read. */
  async has(what: number | string): Promise<void> {
    while (typeof what === 'number' ? this.#length < what : !this.text.includes(what)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Writes in pieces of the lengths given, each on its own. */
  async write(bytes: Uint8Array, nextLength: () => number = () => bytes.length): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + Math.max(1, nextLength()));
      if (!this.socket.write(bytes.subarray(at, end))) await once(this.socket, 'drain');
      else await new Promise((resolve) => setImmediate(resolve));
      at = end;
    }
  }
}

interface Seen {
  readonly wire: WireEvent[];
  readonly timeline: TimelineEvent[];
  readonly told: EventEmitter;
}

/** A server, a tap before it, and clients: everything on loopback and free ports. */
export class Wires {
  readonly tap: Tap;
  readonly origin: Server;
  readonly originPort: number;
  readonly wire: WireEvent[];
  readonly timeline: TimelineEvent[];
  readonly #told: EventEmitter;
  /** Connections that the server accepted. */
  readonly accepted: End[] = [];
  #nextAccepted: (end: End) => void = () => {};
  readonly #clients: End[] = [];

  private constructor(tap: Tap, origin: Server, seen: Seen) {
    this.#told = seen.told;
    this.tap = tap;
    this.origin = origin;
    this.originPort = portOf(origin);
    this.wire = seen.wire;
    this.timeline = seen.timeline;
    origin.on('connection', (socket) => {
      const end = new End(socket);
      this.accepted.push(end);
      this.#nextAccepted(end);
    });
  }

  static async start(options: Partial<TapOptions> = {}): Promise<Wires> {
    const origin = createServer({ allowHalfOpen: true });
    await listening(origin);
    const seen: Seen = { wire: [], timeline: [], told: new EventEmitter() };
    const analyzer = new Analyzer();
    const target = new URL(`http://127.0.0.1:${portOf(origin)}`);
    const tap = await startTap({ ...DEFAULTS, target, ...options }, (event) => {
      seen.wire.push(event);
      seen.timeline.push(...analyzer.feed(event));
      seen.told.emit('told');
    });
    return new Wires(tap, origin, seen);
  }

  client(): End {
    const { host, port } = this.tap.address;
    const end = new End(connect({ host, port, allowHalfOpen: true }));
    this.#clients.push(end);
    return end;
  }

  /** The server's end of the connection number `index`. */
  async server(index = 0): Promise<End> {
    for (;;) {
      const end = this.accepted[index];
      if (end) return end;
      await new Promise<void>((resolve) => {
        this.#nextAccepted = () => resolve();
      });
    }
  }

  /** Resolves when the timeline has such an event. */
  async seen(wanted: (event: TimelineEvent) => boolean): Promise<TimelineEvent> {
    for (;;) {
      const found = this.timeline.find(wanted);
      if (found) return found;
      await once(this.#told, 'told');
    }
  }

  async stop(): Promise<void> {
    for (const end of [...this.#clients, ...this.accepted]) end.socket.destroy();
    await this.tap.close();
    this.origin.close();
  }
}

/** What starts wires in a test; after it they are stopped. Called once in a test file. */
export function wiresOfEachTest(): typeof Wires.start {
  const started: Wires[] = [];
  afterEach(async () => {
    for (const wires of started.splice(0)) await wires.stop();
  });
  return async (options) => {
    const wires = await Wires.start(options);
    started.push(wires);
    return wires;
  };
}

/** A head: its lines with CRLF, and the empty line. */
export function head(...lines: string[]): Buffer {
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

const DEFAULTS: TapOptions = { listen: { host: '127.0.0.1', port: 0 }, hostHeader: 'client', allowForward: false, insecure: false };

export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return portOf(server);
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return address.port;
}
