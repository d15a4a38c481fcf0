import type { Socket } from 'node:net';
import { HeadSplitter } from './head-splitter.ts';
import { type Lane, type LaneContext, laneFor } from './lane.ts';
import { ObservedStream } from './observed-stream.ts';
import type { Tapped } from './tapped.ts';
import { reset } from './upstream.ts';
import type { WebServer } from './web-server.ts';

/**
 * A connection with ordinary HTTP on it: node:http and http-proxy serve it. Its requests are still read on the way in: when one
 * is not for such a server (a script that asks for /health and then uploads), the answers in flight are awaited, and
 * `leave` takes over the socket with the bytes from that request on.
 */
export class WebLane implements Lane {
  readonly #tapped: Tapped;
  readonly #client: Socket;
  readonly #stream: ObservedStream;
  readonly #splitter: HeadSplitter;
  readonly #leave: (first: Uint8Array) => void;
  readonly #listeners = {
    data: (chunk: Buffer) => this.#fromClient(chunk),
    end: () => this.#endOfClient(),
    error: (error: Error) => this.#clientFailed(error),
    close: () => void this.#stream.destroy(),
  };
  #unanswered = 0;
  /** Bytes of the request that needs the other lane, and all after it. */
  #leaving: Uint8Array[] | undefined;

  constructor(tapped: Tapped, context: LaneContext, web: WebServer, leave: (first: Uint8Array) => void) {
    this.#tapped = tapped;
    this.#client = tapped.socket;
    this.#leave = leave;
    this.#splitter = new HeadSplitter(context.limits);
    this.#stream = new ObservedStream(tapped.socket, (from, bytes) => tapped.data(from, bytes));
    web.serve(this.#stream, {
      answered: () => this.#answered(),
      failed: (problem) => tapped.fault(problem),
      brokenOff: (reason) => this.#brokenOff(reason),
    });
  }

  start(first: Uint8Array): void {
    const { data, end, error, close } = this.#listeners;
    this.#client.on('data', data).on('end', end).on('error', error).on('close', close);
    this.#fromClient(first);
    this.#client.resume();
  }

  shutdown(): void {
    this.#tapped.broken('proxy', 'shutdown');
    this.#client.destroy();
  }

  #fromClient(chunk: Uint8Array): void {
    if (this.#leaving) {
      this.#leaving.push(chunk);
      return;
    }
    for (const { bytes, head, framing } of this.#splitter.split(chunk)) {
      if (this.#leaving) this.#leaving.push(bytes);
      else if (head && framing && laneFor(head, framing) !== 'web') this.#leaving = [bytes];
      else this.#pass(bytes, head !== undefined);
      if (head?.headers.some(([name]) => name.toLowerCase() === 'upgrade')) this.#splitter.pass();
    }
    if (this.#leaving) this.#changeLanes();
  }

  #pass(bytes: Uint8Array, isHead: boolean): void {
    if (isHead) this.#unanswered += 1;
    this.#tapped.data('client', bytes);
    if (isHead) this.#tapped.rewritten('relayed by http-proxy: names in lower case; Host, Connection and Location may differ');
    this.#stream.feed(bytes);
  }

  #answered(): void {
    this.#unanswered -= 1;
    if (this.#leaving) this.#changeLanes();
  }

  #changeLanes(): void {
    if (!this.#leaving || this.#unanswered > 0) {
      this.#client.pause();
      return;
    }
    const rest = Buffer.concat([...this.#leaving, this.#splitter.release()]);
    const { data, end, error, close } = this.#listeners;
    this.#client.off('data', data).off('end', end).off('error', error).off('close', close);
    this.#stream.detach();
    this.#leave(rest);
  }

  #endOfClient(): void {
    const held = this.#splitter.release();
    if (held.length > 0) this.#pass(held, false);
    this.#tapped.ended('client');
    this.#stream.push(null);
  }

  #clientFailed(error: Error): void {
    this.#tapped.broken('client', 'reset', error.message);
    this.#stream.destroy();
  }

  #brokenOff(reason: string): void {
    this.#tapped.broken('server', 'reset', reason);
    reset(this.#client);
  }
}
