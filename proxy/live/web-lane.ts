import type { Socket } from 'node:net';
import { header } from '../core/http/message.ts';
import { attend } from './attend.ts';
import { HeadSplitter, type Part } from './head-splitter.ts';
import { type LaneContext, type Leave, laneFor, type StartingLane } from './lane.ts';
import { ObservedStream } from './observed-stream.ts';
import type { Refusal } from './route.ts';
import type { Tapped } from './tapped.ts';
import { reset } from './upstream.ts';
import type { WebServer } from './web-server.ts';

/**
 * A connection with ordinary HTTP on it: node:http and http-proxy serve it. Its requests are still read on the way in: when one
 * is not for such a server (a script that asks for /health and then uploads), the answers in flight are awaited, and
 * `leave` takes over the socket with the bytes from that request on.
 */
export class WebLane implements StartingLane {
  readonly #tapped: Tapped;
  readonly #client: Socket;
  readonly #stream: ObservedStream;
  readonly #splitter: HeadSplitter;
  readonly #leave: Leave;
  #unanswered = 0;
  #upgraded = false;
  #finished = false;
  /** Bytes of the request that needs the other lane, and all after it. */
  #leaving: Uint8Array[] | undefined;
  #unattend: () => void = () => {};

  constructor(tapped: Tapped, context: LaneContext, web: WebServer, leave: Leave) {
    this.#tapped = tapped;
    this.#client = tapped.socket;
    this.#leave = leave;
    this.#splitter = new HeadSplitter(context.reading);
    const observe = tapped.data.bind(tapped);
    this.#stream = new ObservedStream(tapped.socket, observe, () => this.#readOn());
    this.#stream.once('finish', () => this.#stream.speaker === 'server' && tapped.ended('server'));
    web.serve(this.#stream, {
      answered: () => this.#answered(),
      failed: (problem) => this.#failed(problem),
      brokenOff: (reason) => this.#brokenOff(reason),
    });
  }

  start(first: Uint8Array): void {
    this.#unattend = attend(this.#client, {
      data: (chunk) => this.#fromClient(chunk),
      end: () => this.#endOfClient(),
      error: (error) => this.#clientFailed(error),
      close: () => void this.#stream.destroy(),
    });
    this.#client.resume();
    this.#fromClient(first);
    if (this.#client.readableEnded) this.#endOfClient();
  }

  shutdown(): void {
    this.#tapped.data('client', this.#unsent());
    this.#tapped.broken('proxy', 'shutdown');
    this.#client.destroy();
  }

  #fromClient(chunk: Uint8Array): void {
    if (this.#stream.destroyed) return;
    if (this.#leaving) {
      this.#leaving.push(chunk);
      return;
    }
    for (const part of this.#splitter.split(chunk)) this.#take(part);
    // What follows an upgrade is not HTTP: nothing of it may wait to look like a head.
    if (this.#upgraded) this.#pass(this.#splitter.release());
    if (this.#leaving) this.#changeLanes();
  }

  #take({ bytes, read }: Part): void {
    if (this.#leaving) this.#leaving.push(bytes);
    else if (this.#upgraded || !read) this.#pass(bytes);
    else if (laneFor(read.head, read.framing) === 'web') this.#passHead(bytes, header(read.head.headers, 'Upgrade'));
    else this.#leaving = [bytes];
  }

  #passHead(bytes: Uint8Array, upgrade: string | undefined): void {
    if (upgrade !== undefined) this.#upgraded = true;
    this.#unanswered += 1;
    this.#pass(bytes);
    this.#tapped.rewritten('relayed by http-proxy: names in lower case; Host, Connection and Location may differ');
  }

  #pass(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#tapped.data('client', bytes);
    this.#stream.feed(bytes);
  }

  /** While it leaves, what comes waits with the client and not here. */
  #readOn(): void {
    if (!this.#leaving) this.#client.resume();
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#leaving) this.#changeLanes();
    else if (this.#client.readableEnded) this.#finishClient();
  }

  #changeLanes(): void {
    if (this.#unanswered > 0) {
      this.#client.pause();
      return;
    }
    const rest = this.#unsent();
    this.#unattend();
    this.#stream.detach();
    this.#leave(rest);
  }

  /** With half a head, another lane passes that on. */
  #endOfClient(): void {
    if (this.#leaving) return;
    const held = this.#splitter.release();
    if (held.length > 0) {
      this.#leaving = [held];
      return this.#changeLanes();
    }
    this.#tapped.ended('client');
    this.#finishClient();
  }

  /** node:http gives up on answers when its client has ended: it is told when they are done, or can never be. */
  #finishClient(): void {
    if (this.#finished || (this.#unanswered > 0 && this.#splitter.idle && !this.#upgraded)) return;
    this.#finished = true;
    this.#stream.push(null);
  }

  #clientFailed(error: Error): void {
    this.#tapped.data('client', this.#unsent());
    this.#tapped.broken('client', 'reset', error.message);
    this.#stream.destroy();
  }

  #failed(problem: Refusal['problem']): void {
    this.#tapped.fault(problem);
    this.#tapped.broken('proxy', 'failed', problem.message);
  }

  #brokenOff(reason: string): void {
    this.#tapped.broken('server', 'reset', reason);
    reset(this.#client);
  }

  /** What the client said and nobody was told yet. */
  #unsent(): Uint8Array {
    return Buffer.concat([...(this.#leaving ?? []), this.#splitter.release()]);
  }
}
