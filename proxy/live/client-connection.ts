import type { Socket } from 'node:net';
import { attend } from './attend.ts';
import { BitsLane } from './bits-lane.ts';
import { HeadSplitter } from './head-splitter.ts';
import { type Lane, type LaneContext, type Leave, laneFor, type StartingLane } from './lane.ts';
import type { Tapped } from './tapped.ts';
import { Tunnel } from './tunnel.ts';
import { WebLane } from './web-lane.ts';
import type { WebServer } from './web-server.ts';

/** A client's connection: up to its first complete request head nobody's, then in the lane that its bytes ask for. */
export class ClientConnection {
  /** Resolves when the socket is gone and the timeline was told so. */
  readonly closed: Promise<void>;
  readonly #tapped: Tapped;
  readonly #socket: Socket;
  readonly #context: LaneContext;
  readonly #web: WebServer;
  #lane: Lane;

  constructor(tapped: Tapped, context: LaneContext, web: WebServer) {
    this.#tapped = tapped;
    this.#socket = tapped.socket;
    this.#context = context;
    this.#web = web;
    // Whoever has the socket listens for its errors too; without any listener, one would end the process.
    this.#socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', () => {
        tapped.closed();
        resolve();
      });
    });
    this.#lane = this.#wait();
  }

  shutdown(): void {
    this.#lane.shutdown();
  }

  /** The lane of those who have not asked for anything yet. */
  #wait(): Lane {
    const splitter = new HeadSplitter(this.#context.reading);
    const read: Uint8Array[] = [];
    const leave = attend(this.#socket, {
      data: (chunk) => {
        read.push(chunk);
        if (splitter.split(chunk).length === 0) return;
        leave();
        this.#enter(Buffer.concat(read));
      },
      end: () => {
        leave();
        this.#endsUnasked(Buffer.concat(read));
      },
      error: (error) => {
        this.#tapped.data('client', Buffer.concat(read));
        this.#tapped.broken('client', 'reset', error.message);
      },
    });
    return {
      shutdown: () => {
        this.#tapped.data('client', Buffer.concat(read));
        this.#tapped.broken('proxy', 'shutdown');
        this.#socket.destroy();
      },
    };
  }

  readonly #enter: Leave = (first) => {
    const lane = this.#laneFor(first);
    this.#lane = lane;
    lane.start(first);
  };

  /** Bytes that begin with no whole head are for the lane that passes anything. */
  #laneFor(first: Uint8Array): StartingLane {
    const [part] = new HeadSplitter(this.#context.reading).split(first);
    const { head, framing } = part?.read ?? {};
    const lane = head && framing ? laneFor(head, framing) : 'bits';
    if (head && lane === 'tunnel') return new Tunnel(this.#tapped, this.#context, head);
    if (lane === 'web') return new WebLane(this.#tapped, this.#context, this.#web, this.#enter);
    return new BitsLane(this.#tapped, this.#context, this.#enter);
  }

  /** Nothing, or half a head, and then FIN. */
  #endsUnasked(first: Uint8Array): void {
    if (first.length > 0) return this.#enter(first);
    this.#tapped.ended('client');
    this.#socket.end();
  }
}
