import type { Socket } from 'node:net';
import { Pairing } from '../core/http/pairing.ts';
import { HeadSplitter, type Part } from './head-splitter.ts';
import { changesFor, isOwn, type Lane, type LaneContext } from './lane.ts';
import { rewriteHead } from './rewrite-head.ts';
import { type Destination, type Route, routeOf } from './route.ts';
import { ownPortError, type Tapped } from './tapped.ts';
import { connectTo, reset, upstreamError } from './upstream.ts';

interface Upstream {
  readonly socket: Socket;
  readonly destination: Destination;
  connected: boolean;
}

/**
 * Passes a client's bytes to a server and back as they come: one upstream socket for the client's socket, back-pressure both
 * ways, FIN as FIN and RST as RST, no time-outs. Each chunk is written on first, and observed then. Request heads are
 * held until they are complete, because their `Host` or target may need a declared rewrite; nothing else is held or changed.
 */
export class BitsLane implements Lane {
  readonly #tapped: Tapped;
  readonly #client: Socket;
  readonly #context: LaneContext;
  readonly #splitter: HeadSplitter;
  /** In forward mode: which requests still wait, before another server may be asked. */
  #answers: Pairing | undefined;
  #upstream: Upstream | undefined;
  /** Parts that wait until the previous server has answered. */
  #parts: Part[] = [];
  #over = false;
  #clientEnded = false;

  constructor(tapped: Tapped, context: LaneContext) {
    this.#tapped = tapped;
    this.#client = tapped.socket;
    this.#context = context;
    this.#splitter = new HeadSplitter(context.limits);
  }

  /** Takes over a client's socket, with the bytes that were read from it and not used yet. */
  start(first: Uint8Array): void {
    const client = this.#client;
    client.on('data', (chunk: Buffer) => this.#fromClient(chunk));
    client.on('drain', () => this.#upstream?.socket.resume());
    client.on('end', () => this.#endOfClient());
    client.on('error', (error) => this.#clientFailed(error));
    client.on('close', () => this.#upstream?.socket.destroy());
    if (first.length > 0) this.#fromClient(first);
    client.resume();
  }

  shutdown(): void {
    this.#tapped.broken('proxy', 'shutdown');
    this.#over = true;
    this.#client.destroy();
    this.#upstream?.socket.destroy();
  }

  #fromClient(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#parts.push(...this.#splitter.split(chunk));
    this.#pump();
  }

  #pump(): void {
    for (let part = this.#parts[0]; part && !this.#over; part = this.#parts[0]) {
      const route = part.head && routeOf(part.head, this.#context.target, this.#context.forward);
      if (route && this.#mustWait(route)) {
        this.#client.pause();
        return;
      }
      this.#parts.shift();
      if (route) this.#sendHead(part.bytes, route);
      else this.#send(part.bytes);
    }
  }

  /** Answers come in the order of the requests, so another server is asked when the one before is done. */
  #mustWait(route: Route): boolean {
    if (route.mode === 'refused' || !this.#upstream || route.destination.name === this.#upstream.destination.name) return false;
    return (this.#answers?.pending ?? 0) > 0;
  }

  #sendHead(bytes: Uint8Array, route: Route): void {
    if (route.mode === 'refused') return this.#refuse(bytes, route.status, route.reason, { code: route.code, message: route.text });
    const { destination } = route;
    if (isOwn(destination, this.#context)) return this.#refuse(bytes, 403, 'Forbidden', ownPortError(destination.name));
    if (this.#upstream?.destination.name !== destination.name) this.#connect(destination, route.mode);
    const { raw, rewrites } = rewriteHead(bytes, changesFor(route, this.#context));
    this.#write(raw);
    this.#seen(bytes);
    for (const what of rewrites) this.#tapped.rewritten(what);
  }

  #refuse(bytes: Uint8Array, status: number, reason: string, problem: { code: string; message: string }): void {
    this.#tapped.data('client', bytes);
    this.#answer(status, reason, problem);
  }

  /** Bytes that are no head go where the head before them went; without one (garbage from the start) to the target. */
  #send(bytes: Uint8Array): void {
    const { target } = this.#context;
    if (!this.#upstream) {
      if (!target)
        return this.#refuse(bytes, 400, 'Bad Request', {
          code: 'no-target',
          message: 'bitstap has no target, and this is no HTTP request that names one.',
        });
      this.#connect(target, 'reverse');
    }
    this.#write(bytes);
    this.#seen(bytes);
  }

  #write(bytes: Uint8Array): void {
    if (this.#upstream && !this.#upstream.socket.write(bytes)) this.#client.pause();
  }

  #seen(bytes: Uint8Array): void {
    this.#tapped.data('client', bytes);
    this.#answers?.read('client', bytes, 0);
  }

  #connect(destination: Destination, mode: 'reverse' | 'forward'): void {
    this.#upstream?.socket.end();
    if (mode === 'forward') this.#answers ??= new Pairing('', { nextId: () => '' });
    if (mode === 'forward' || this.#upstream) this.#tapped.routed(destination.name);
    const socket = connectTo(destination, this.#context.certificates);
    const upstream: Upstream = { socket, destination, connected: false };
    this.#upstream = upstream;
    this.#attend(upstream);
  }

  #attend(upstream: Upstream): void {
    const { socket } = upstream;
    const current = () => this.#upstream === upstream && !this.#over;
    const connected = () => {
      upstream.connected = true;
    };
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    socket.on('data', (chunk: Buffer) => current() && this.#fromServer(socket, chunk));
    socket.on('drain', () => current() && this.#parts.length === 0 && this.#client.resume());
    socket.on('end', () => current() && this.#endOfServer());
    socket.on('error', (error) => current() && this.#serverFailed(upstream, error));
    socket.on('close', () => current() && this.#client.destroySoon());
  }

  #fromServer(socket: Socket, chunk: Buffer): void {
    if (!this.#client.write(chunk)) socket.pause();
    this.#tapped.data('server', chunk);
    if (!this.#answers) return;
    this.#answers.read('server', chunk, 0);
    if (this.#parts.length > 0 && this.#answers.pending === 0) {
      this.#pump();
      if (this.#parts.length === 0) this.#continueClient();
    }
  }

  #continueClient(): void {
    this.#client.resume();
    if (this.#clientEnded) this.#upstream?.socket.end();
  }

  /** What was held for an unfinished head goes on as it is: there will be no rest. */
  #endOfClient(): void {
    this.#clientEnded = true;
    if (this.#over) return;
    const held = this.#splitter.release();
    if (held.length > 0) this.#send(held);
    if (this.#parts.length === 0) this.#upstream?.socket.end();
    this.#tapped.ended('client');
    if (!this.#upstream && !this.#over) this.#client.end();
  }

  #endOfServer(): void {
    this.#client.end();
    this.#tapped.ended('server');
  }

  #clientFailed(error: NodeJS.ErrnoException): void {
    if (this.#over) return;
    this.#over = true;
    this.#tapped.broken('client', 'reset', error.message);
    if (this.#upstream) reset(this.#upstream.socket);
  }

  #serverFailed({ connected, destination }: Upstream, error: NodeJS.ErrnoException): void {
    if (!connected) return this.#answer(502, 'Bad Gateway', upstreamError(destination, error));
    this.#over = true;
    this.#tapped.broken('server', 'reset', error.message);
    reset(this.#client);
  }

  #answer(status: number, reason: string, problem: { readonly code: string; readonly message: string }): void {
    this.#over = true;
    this.#client.removeAllListeners('data');
    this.#tapped.answer(status, reason, problem);
  }
}
