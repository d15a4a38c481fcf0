import type { Socket } from 'node:net';
import { textOfHead } from '../core/http/head.ts';
import type { FramedHead, RequestHead } from '../core/http/message.ts';
import { attend } from './attend.ts';
import { Dialogue } from './dialogue.ts';
import { HeadSplitter, type Part } from './head-splitter.ts';
import { changesFor, type LaneContext, type Leave, type StartingLane } from './lane.ts';
import { isOwn, ownPortError } from './own-ports.ts';
import { rewriteHead } from './rewrite-head.ts';
import { BAD_REQUEST, type Destination, FORBIDDEN, type Refusal, type Route, routeOf } from './route.ts';
import type { Tapped } from './tapped.ts';
import { connectTo, reset, unreachable } from './upstream.ts';

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
export class BitsLane implements StartingLane {
  readonly #tapped: Tapped;
  readonly #client: Socket;
  readonly #context: LaneContext;
  readonly #splitter: HeadSplitter;
  readonly #leave: Leave;
  /** Which requests still wait: known in forward mode, where another server may be asked next, and around an upgrade. */
  #dialogue: Dialogue | undefined;
  #upstream: Upstream | undefined;
  /** Parts that wait until the previous server has answered. */
  #parts: Part[] = [];
  #over = false;
  #clientEnded = false;
  #unattend: () => void = () => {};

  constructor(tapped: Tapped, context: LaneContext, leave: Leave) {
    this.#tapped = tapped;
    this.#client = tapped.socket;
    this.#context = context;
    this.#splitter = new HeadSplitter(context.reading);
    this.#leave = leave;
  }

  start(first: Uint8Array): void {
    this.#unattend = attend(this.#client, {
      data: (chunk) => this.#fromClient(chunk),
      drain: () => this.#upstream?.socket.resume(),
      end: () => this.#endOfClient(),
      error: (error) => this.#clientFailed(error),
      // What it said last may still be on its way to the server.
      close: () => this.#upstream?.socket.destroySoon(),
    });
    this.#client.resume();
    this.#fromClient(first);
    if (this.#client.readableEnded) this.#endOfClient();
  }

  shutdown(): void {
    this.#tapped.data('client', this.#unsent());
    this.#tapped.broken('proxy', 'shutdown');
    this.#over = true;
    this.#client.destroy();
    this.#upstream?.socket.destroy();
  }

  #fromClient(chunk: Uint8Array): void {
    if (this.#over || chunk.length === 0) return;
    for (const part of this.#splitter.split(chunk)) this.#parts.push(part);
    this.#pump();
  }

  #pump(): void {
    for (let part = this.#parts[0]; part && !this.#over; part = this.#parts[0]) {
      const head = part.read?.head;
      const route = head && routeOf(head, this.#context.target, this.#context.forward);
      if (route && this.#mustWait(route, head)) {
        this.#client.pause();
        return;
      }
      if (this.#dialogue && head?.method === 'CONNECT') return this.#changeLanes();
      this.#parts.shift();
      if (route && part.read) this.#sendHead(part.bytes, route, part.read);
      else this.#send(part.bytes);
    }
  }

  /** Answers come in the order of the requests, so another server is asked when the one before is done. */
  #mustWait(route: Route, head: RequestHead | undefined): boolean {
    if (!this.#dialogue?.isWaiting || !this.#upstream) return false;
    if (head?.method === 'CONNECT' || route.mode === 'refused') return true;
    return route.destination.name !== this.#upstream.destination.name;
  }

  #changeLanes(): void {
    const rest = this.#unsent();
    this.#over = true;
    this.#unattend();
    this.#upstream?.socket.end();
    this.#leave(rest);
  }

  #sendHead(bytes: Uint8Array, route: Route, read: FramedHead): void {
    if (route.mode === 'refused') return this.#refuse(bytes, route.refusal);
    const { destination } = route;
    if (this.#upstream?.destination.name !== destination.name) {
      if (isOwn(destination, this.#context)) return this.#refuse(bytes, { ...FORBIDDEN, problem: ownPortError(destination.name) });
      this.#connect(destination, route.mode);
    }
    if (route.mode === 'forward' || Dialogue.concerns(read.head)) this.#dialogue ??= new Dialogue();
    const { raw, rewrites } = rewriteHead(bytes, changesFor(route, this.#context), textOfHead(read.head));
    this.#write(raw);
    this.#seen(bytes, read);
    for (const what of rewrites) this.#tapped.rewritten(what);
  }

  #refuse(bytes: Uint8Array, refusal: Refusal): void {
    this.#tapped.data('client', bytes);
    this.#answer(refusal);
  }

  /** Bytes that are no head go where the head before them went; without one (garbage from the start) to the target. */
  #send(bytes: Uint8Array): void {
    if (!this.#upstream) {
      const refusal = this.#connectToTarget();
      if (refusal) return this.#refuse(bytes, refusal);
    }
    this.#write(bytes);
    this.#seen(bytes);
  }

  #connectToTarget(): Refusal | undefined {
    const { target } = this.#context;
    const message = 'bitstap has no target, and this is no HTTP request that names one.';
    if (!target) return { ...BAD_REQUEST, problem: { code: 'no-target', message } };
    if (isOwn(target, this.#context)) return { ...FORBIDDEN, problem: ownPortError(target.name) };
    this.#connect(target, 'reverse');
    return undefined;
  }

  #write(bytes: Uint8Array): void {
    if (this.#upstream && !this.#upstream.socket.write(bytes)) this.#client.pause();
  }

  #seen(bytes: Uint8Array, read?: FramedHead): void {
    this.#tapped.data('client', bytes, read);
    this.#dialogue?.asks(bytes);
  }

  #connect(destination: Destination, mode: 'reverse' | 'forward'): void {
    this.#upstream?.socket.end();
    if (mode === 'forward' || this.#upstream) this.#tapped.routed(destination.name);
    const upstream: Upstream = { socket: connectTo(destination, this.#context), destination, connected: false };
    this.#upstream = upstream;
    this.#attendServer(upstream);
  }

  #attendServer(upstream: Upstream): void {
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
    if (this.#dialogue) this.#goOn(this.#dialogue, chunk);
  }

  /** An answer may be what the next request, or an upgrade, waited for. */
  #goOn(dialogue: Dialogue, chunk: Buffer): void {
    if (dialogue.answers(chunk) === 'upgraded') this.#fromClient(this.#splitter.release());
    if (this.#parts.length === 0 || dialogue.isWaiting) return;
    this.#pump();
    if (this.#parts.length > 0 || this.#over) return;
    this.#client.resume();
    if (this.#clientEnded) this.#finishClient();
  }

  /** What was held for an unfinished head goes on as it is: there will be no rest. */
  #endOfClient(): void {
    if (this.#over || this.#clientEnded) return;
    this.#clientEnded = true;
    this.#fromClient(this.#splitter.release());
    if (this.#parts.length === 0) this.#finishClient();
  }

  #finishClient(): void {
    if (this.#over) return;
    this.#upstream?.socket.end();
    this.#tapped.ended('client');
    if (!this.#upstream) this.#client.end();
  }

  #endOfServer(): void {
    this.#client.end();
    this.#tapped.ended('server');
  }

  #clientFailed(error: NodeJS.ErrnoException): void {
    if (this.#over) return;
    this.#over = true;
    this.#tapped.data('client', this.#unsent());
    this.#tapped.broken('client', 'reset', error.message);
    if (this.#upstream) reset(this.#upstream.socket);
  }

  #serverFailed({ connected, destination }: Upstream, error: NodeJS.ErrnoException): void {
    if (!connected) return this.#answer(unreachable(destination, error));
    this.#over = true;
    this.#tapped.broken('server', 'reset', error.message);
    reset(this.#client);
  }

  #answer(refusal: Refusal): void {
    this.#over = true;
    this.#unattend();
    this.#upstream?.socket.destroy();
    this.#tapped.answer(refusal);
  }

  /** What the client said and nobody was told yet. */
  #unsent(): Uint8Array {
    return Buffer.concat([...this.#parts.map(({ bytes }) => bytes), this.#splitter.release()]);
  }
}
