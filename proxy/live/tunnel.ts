import type { Socket } from 'node:net';
import type { RequestHead } from '../core/http/message.ts';
import { attend } from './attend.ts';
import type { LaneContext, StartingLane } from './lane.ts';
import { isOwn, ownPortError } from './own-ports.ts';
import { BAD_REQUEST, type Destination, destinationOf, FORBIDDEN, type Refusal } from './route.ts';
import type { Tapped } from './tapped.ts';
import { connectTo, reset, unreachable } from './upstream.ts';

const ESTABLISHED = Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n', 'latin1');

/**
 * CONNECT [RFC 9110 §9.3.6]: bytes both ways that are somebody else's TLS. The timeline shows that there was a tunnel, and none
 * of what went through.
 */
export class Tunnel implements StartingLane {
  readonly #tapped: Tapped;
  readonly #client: Socket;
  readonly #context: LaneContext;
  readonly #head: RequestHead;
  #server: Socket | undefined;

  constructor(tapped: Tapped, context: LaneContext, head: RequestHead) {
    this.#tapped = tapped;
    this.#client = tapped.socket;
    this.#context = context;
    this.#head = head;
  }

  start(first: Uint8Array): void {
    this.#tapped.data('client', first.subarray(0, this.#head.length));
    const way = destinationFor(this.#head.target, this.#context);
    if ('problem' in way) return this.#tapped.answer(way);
    this.#connect(way, first.subarray(this.#head.length));
  }

  shutdown(): void {
    this.#tapped.broken('proxy', 'shutdown');
    this.#client.destroy();
    this.#server?.destroy();
  }

  #connect(destination: Destination, early: Uint8Array): void {
    const server = connectTo(destination, this.#context);
    this.#server = server;
    this.#tapped.routed(destination.name);
    const failed = (error: NodeJS.ErrnoException) => {
      abandon();
      this.#tapped.answer(unreachable(destination, error));
    };
    // Until the server is there nothing is read from the client; only that it gave up is heard.
    const abandon = attend(this.#client, { data: () => {}, end: () => {}, error: () => server.destroy(), close: () => server.destroy() });
    this.#client.pause();
    server.once('error', failed);
    server.once('connect', () => {
      abandon();
      server.off('error', failed);
      this.#join(server, early);
    });
  }

  #join(server: Socket, early: Uint8Array): void {
    const client = this.#client;
    client.write(ESTABLISHED);
    this.#tapped.data('proxy', ESTABLISHED);
    if (early.length > 0) server.write(early);
    this.#attend(client, server, 'client');
    this.#attend(server, client, 'server');
    if (client.readableEnded) server.end();
    client.pipe(server);
    server.pipe(client);
  }

  #attend(socket: Socket, other: Socket, who: 'client' | 'server'): void {
    socket.on('end', () => this.#tapped.ended(who));
    socket.on('close', () => other.destroySoon());
    socket.on('error', (error) => {
      this.#tapped.broken(who, 'reset', error.message);
      reset(other);
    });
  }
}

function destinationFor(authority: string, context: LaneContext): Destination | Refusal {
  if (context.forward === 'refused') {
    const message = 'This bitstap opens no tunnels: it listens beyond loopback without --allow-forward.';
    return { ...FORBIDDEN, problem: { code: 'forward-not-allowed', message } };
  }
  if (!/:\d+$/.test(authority) || !URL.canParse(`http://${authority}`)) {
    const message = `CONNECT asks for ${authority}, which is no host:port.`;
    return { ...BAD_REQUEST, problem: { code: 'bad-request-target', message } };
  }
  const destination = destinationOf(new URL(`http://${authority}`));
  if (!isOwn(destination, context)) return destination;
  return { ...FORBIDDEN, problem: ownPortError(destination.name) };
}
