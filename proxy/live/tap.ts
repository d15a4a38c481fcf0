import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { WireEvent } from '../core/wire.ts';
import { ProxyError } from '../errors.ts';
import { latin1 } from '../latin1.ts';
import { ClientConnection } from './client-connection.ts';
import { now } from './clock.ts';
import type { LaneContext } from './lane.ts';
import { isLoopback, reaches } from './own-ports.ts';
import { destinationOf } from './route.ts';
import { Tapped } from './tapped.ts';
import { WebServer } from './web-server.ts';

export interface TapOptions {
  /** Where requests in origin form go (reverse mode); http or https, its path is not used. */
  readonly target?: URL;
  readonly listen: { readonly host: string; readonly port: number };
  /** `target`: requests in origin form get the target's `Host`, which is declared on the exchange. `client`: as sent. */
  readonly hostHeader: 'target' | 'client';
  /** Beyond loopback, requests in absolute form and CONNECT are refused unless this is set. */
  readonly allowForward: boolean;
  /** Accept any certificate of a server. */
  readonly insecure: boolean;
  /** Other ports of ours on this machine, which the tap must not connect to. */
  readonly isOwnAddress?: (host: string, port: number) => boolean;
  /** Longest request head that is read for its lane and its rewrites. Default 256 KiB. */
  readonly maxHeadBytes?: number;
}

export interface Tap {
  readonly address: { readonly host: string; readonly port: number };
  /** Client connections that are open. */
  readonly connections: number;
  /** Stops listening and ends what is open; every connection's `closed` was observed when it resolves. */
  close(): Promise<void>;
}

/**
 * Listens for clients and passes their traffic on. `observe` is called after the bytes went on, in order, and must not throw.
 * Rejects with ProxyError when it can't listen.
 */
export async function startTap(options: TapOptions, observe: (event: WireEvent) => void): Promise<Tap> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  const address = await listen(server, options.listen);
  const context = laneContext(options, address);
  const web = new WebServer(context);
  const open = new Set<ClientConnection>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count += 1;
    const tapped = new Tapped(`c${count}`, socket, observe, context.target?.name);
    const connection = new ClientConnection(tapped, context, web);
    open.add(connection);
    socket.on('close', () => open.delete(connection));
  });
  // A connection that can't be accepted, as when there are no more file descriptors: it is lost, and the others go on.
  server.on('error', (error) =>
    observe({ type: 'fault', at: now(), code: 'accept-failed', message: `A connection could not be accepted: ${error.message}` }),
  );
  return {
    address,
    get connections() {
      return open.size;
    },
    close: () => closeTap(server, open, context),
  };
}

function laneContext(options: TapOptions, own: { readonly host: string; readonly port: number }): LaneContext {
  const { target, hostHeader, allowForward, insecure, maxHeadBytes, isOwnAddress = () => false } = options;
  return {
    ...(target && { target: destinationOf(target) }),
    hostHeader,
    forward: allowForward || isLoopback(own.host) ? 'allowed' : 'refused',
    certificates: insecure ? 'any' : 'known',
    reading: { latin1, ...(maxHeadBytes !== undefined && { maxHeadBytes }) },
    isOwnPort: (host, port) => (port === own.port && reaches(host, own.host)) || isOwnAddress(host, port),
    upstreams: new Set(),
  };
}

function listen(server: Server, { host, port }: TapOptions['listen']): Promise<{ host: string; port: number }> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(listenError(host, port, error));
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.off('error', failed);
      resolve({ host: addressOf(server).address, port: addressOf(server).port });
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return address;
}

function listenError(host: string, port: number, error: NodeJS.ErrnoException): ProxyError {
  if (error.code === 'EADDRINUSE')
    return new ProxyError(
      'listen-in-use',
      `Port ${port} on ${host} is in use. Choose another one with --listen, or end the program that has it.`,
      { cause: error },
    );
  return new ProxyError('listen-failed', `Can't listen on ${host}:${port}: ${error.message}. Choose another address with --listen.`, {
    cause: error,
  });
}

async function closeTap(server: Server, open: ReadonlySet<ClientConnection>, { upstreams }: LaneContext): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const ended = [...open].map(async (connection) => {
    connection.shutdown();
    await connection.closed;
  });
  for (const upstream of upstreams) upstream.destroy();
  await Promise.all([stopped, ...ended]);
}
