import type { Socket } from 'node:net';
import { BitsLane } from './bits-lane.ts';
import { HeadSplitter, type Part } from './head-splitter.ts';
import { type Lane, type LaneContext, laneFor } from './lane.ts';
import type { Tapped } from './tapped.ts';
import { openTunnel } from './tunnel.ts';
import { WebLane } from './web-lane.ts';
import type { WebServer } from './web-server.ts';

/** A client's connection up to its first complete request head, which decides the lane that it takes. */
export class ClientConnection {
  /** Resolves when the socket is gone and the timeline was told so. */
  readonly closed: Promise<void>;
  readonly #tapped: Tapped;
  readonly #socket: Socket;
  readonly #context: LaneContext;
  readonly #web: WebServer;
  readonly #splitter: HeadSplitter;
  /** What was read while no lane was chosen. */
  #read: Uint8Array[] = [];
  #lane: Lane | undefined;

  constructor(tapped: Tapped, context: LaneContext, web: WebServer) {
    this.#tapped = tapped;
    this.#socket = tapped.socket;
    this.#context = context;
    this.#web = web;
    this.#splitter = new HeadSplitter(context.limits);
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', () => {
        tapped.closed();
        resolve();
      });
    });
    this.#wait();
  }

  shutdown(): void {
    if (this.#lane) return this.#lane.shutdown();
    this.#tapped.broken('proxy', 'shutdown');
    this.#socket.destroy();
  }

  #wait(): void {
    const listeners = {
      data: (chunk: Buffer) => {
        this.#read.push(chunk);
        const [part] = this.#splitter.split(chunk);
        if (part) this.#choose(part, listeners);
      },
      end: () => this.#endsWithoutRequest(listeners),
      error: (error: Error) => this.#tapped.broken('client', 'reset', error.message),
    };
    this.#socket.on('data', listeners.data).on('end', listeners.end).on('error', listeners.error);
  }

  /** Its first part is a whole head, or bytes that begin with no head: those are for the lane that passes anything. */
  #choose({ head, framing, bytes }: Part, listeners: Listeners): void {
    const lane = head && framing ? laneFor(head, framing) : 'bits';
    const first = this.#release(listeners);
    if (lane === 'bits' || !head) return this.#takeBitsLane(first);
    if (lane === 'tunnel') {
      this.#lane = openTunnel(this.#tapped, this.#context, bytes, head.target, first.subarray(bytes.length));
      return;
    }
    const web = new WebLane(this.#tapped, this.#context, this.#web, (rest) => this.#takeBitsLane(rest));
    this.#lane = web;
    web.start(first);
  }

  #takeBitsLane(first: Uint8Array): void {
    const lane = new BitsLane(this.#tapped, this.#context);
    this.#lane = lane;
    lane.start(first);
  }

  /** Nothing, or half a head, and then FIN. */
  #endsWithoutRequest(listeners: Listeners): void {
    const first = this.#release(listeners);
    if (first.length > 0) {
      this.#takeBitsLane(first);
      this.#socket.emit('end');
      return;
    }
    this.#tapped.ended('client');
    this.#socket.end();
  }

  #release({ data, end, error }: Listeners): Uint8Array {
    this.#socket.pause();
    this.#socket.off('data', data).off('end', end).off('error', error);
    const [only = new Uint8Array(0), ...more] = this.#read;
    this.#read = [];
    return more.length === 0 ? only : Buffer.concat([only, ...more]);
  }
}

interface Listeners {
  readonly data: (chunk: Buffer) => void;
  readonly end: () => void;
  readonly error: (error: Error) => void;
}
