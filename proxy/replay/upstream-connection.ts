import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CloseKind, WireEvent } from '../core/wire.ts';
import { ProxyError } from '../errors.ts';
import { explainNetworkFailure } from '../network-failure.ts';
import type { Destination } from './destination.ts';
import { now } from './pace.ts';

export interface ConnectOptions {
  readonly certificates: 'known' | 'any';
  /** How long the server may be silent while something is awaited of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly feed: (event: WireEvent) => void;
}

/** A server that does not answer to a connection at all is not waited for longer, ms. */
const CONNECT_TIMEOUT_MS = 30_000;

/** One socket to the server; what goes over it is told as wire events. */
export class UpstreamConnection {
  readonly id: string;
  readonly destination: Destination;
  readonly #socket: Socket;
  readonly #options: ConnectOptions;
  #sent = 0;
  #awaited = 0;
  #endedBy: 'client' | 'server' | undefined;
  #failure: NodeJS.ErrnoException | undefined;
  #isOpen = true;

  private constructor(id: string, destination: Destination, socket: Socket, options: ConnectOptions) {
    this.id = id;
    this.destination = destination;
    this.#socket = socket;
    this.#options = options;
    const { remoteAddress = destination.hostname, remotePort = destination.port, localAddress = '127.0.0.1', localPort = 0 } = socket;
    options.feed({
      ...{ type: 'opened', at: now(), connection: id },
      client: addressText(localAddress, localPort),
      // By its name, so that sessions are found again on another address of the same server.
      server: remoteAddress === undefined ? destination.host : addressText(destination.hostname, remotePort),
    });
    this.#listen();
  }

  /** Rejects with ProxyError when there is no way to the server. */
  static async open(id: string, destination: Destination, options: ConnectOptions): Promise<UpstreamConnection> {
    const socket = socketTo(destination, options);
    const patience = AbortSignal.timeout(Math.min(options.timeoutMs, CONNECT_TIMEOUT_MS));
    try {
      const connected = destination.protocol === 'https:' ? 'secureConnect' : 'connect';
      await once(socket, connected, { signal: AbortSignal.any([options.signal, patience]) });
    } catch (error) {
      socket.on('error', () => {});
      socket.destroy();
      if (options.signal.aborted) throw error;
      throw unreachable(destination, patience.aborted ? Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }) : error);
    }
    return new UpstreamConnection(id, destination, socket, options);
  }

  /** Whether something can still be sent. */
  get isOpen(): boolean {
    return this.#isOpen && this.#endedBy === undefined;
  }

  /** How many bytes were sent: where the next head begins. */
  get place(): number {
    return this.#sent;
  }

  /** Sends bytes, no faster than the server takes them. Says whether there is still somebody to send to. */
  async write(bytes: Uint8Array): Promise<boolean> {
    if (!this.isOpen) return false;
    const flows = this.#socket.write(bytes);
    this.#sent += bytes.length;
    this.#options.feed({ type: 'data', at: now(), connection: this.id, from: 'client', bytes });
    if (!flows && this.#isOpen) {
      this.#expect(1);
      await Promise.race([once(this.#socket, 'drain'), once(this.#socket, 'close')]).catch(() => {});
      this.#expect(-1);
    }
    return this.isOpen;
  }

  /** While this is awaited, the server's silence ends the connection after a while. */
  async awaited<T>(answer: Promise<T>): Promise<T> {
    this.#expect(1);
    return answer.finally(() => this.#expect(-1));
  }

  /** Ends it, and resolves when it is gone. A `fin` lets what was written out first. */
  async end(how: 'fin' | 'reset'): Promise<void> {
    if (!this.#isOpen) return;
    this.#endedBy ??= 'client';
    const closed = once(this.#socket, 'close').catch(() => {});
    if (how === 'fin') this.#socket.end(() => this.#socket.destroy());
    else this.#break();
    await closed;
  }

  #expect(change: 1 | -1): void {
    this.#awaited += change;
    this.#socket.setTimeout(this.#awaited > 0 ? this.#options.timeoutMs : 0);
  }

  #listen(): void {
    const { feed, signal, timeoutMs } = this.#options;
    const socket = this.#socket;
    const abort = () => socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.on('data', (bytes) => feed({ type: 'data', at: now(), connection: this.id, from: 'server', bytes }));
    socket.on('end', () => {
      this.#endedBy ??= 'server';
      feed({ type: 'ended', at: now(), connection: this.id, by: 'server' });
      socket.end();
    });
    socket.on('timeout', () => {
      this.#endedBy ??= 'client';
      this.#failure ??= new Error(`no sign of life from the server for ${timeoutMs / 1000} s`);
      this.#break();
    });
    socket.on('error', (error) => {
      this.#failure ??= error;
    });
    socket.on('close', () => {
      signal.removeEventListener('abort', abort);
      this.#close();
    });
  }

  #close(): void {
    this.#isOpen = false;
    const by = this.#endedBy ?? (this.#options.signal.aborted ? 'client' : 'server');
    const how: CloseKind = this.#failure ? 'reset' : 'fin';
    const reason = this.#failure?.message;
    this.#options.feed({ type: 'closed', at: now(), connection: this.id, by, how, ...(reason && { reason }) });
  }

  /** TLS has no reset of its own. */
  #break(): void {
    this.#failure ??= new Error('reset by the client');
    if ('encrypted' in this.#socket) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }
}

function socketTo({ protocol, hostname, port }: Destination, { certificates }: ConnectOptions): Socket {
  const socket =
    protocol === 'https:'
      ? connectTls({
          ...{ host: hostname, port, rejectUnauthorized: certificates === 'known', ALPNProtocols: ['http/1.1'] },
          ...(!/^[\d.]+$|:/.test(hostname) && { servername: hostname }),
        })
      : connect({ host: hostname, port, allowHalfOpen: true });
  socket.allowHalfOpen = true;
  return socket.setNoDelay(true);
}

function unreachable({ host }: Destination, error: unknown): ProxyError {
  const failure: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const { code, advice } = explainNetworkFailure(failure);
  return new ProxyError(code, `bitstap can't reach the server ${host}: ${failure.message || failure.code}. ${advice}`, { cause: error });
}

function addressText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
