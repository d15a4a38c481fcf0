import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ProxyError } from '../errors.ts';
import { explainNetworkFailure } from '../network-failure.ts';
import type { LaneContext } from './lane.ts';
import { lookupOthers } from './own-ports.ts';
import { type Destination, FORBIDDEN, type Refusal } from './route.ts';

/** A new connection to a server, half-open like the client's. Bytes that are written before it stands wait in the socket. */
export function connectTo(destination: Destination, context: LaneContext): Socket {
  const { protocol, host, port } = destination;
  const lookup = lookupOthers(destination, context);
  const socket =
    protocol === 'https:'
      ? connectTls({
          host,
          port,
          lookup,
          ...(isName(host) && { servername: host }),
          rejectUnauthorized: context.certificates === 'known',
          ALPNProtocols: ['http/1.1'],
        })
      : connect({ host, port, lookup, allowHalfOpen: true });
  socket.allowHalfOpen = true;
  socket.setNoDelay(true);
  context.upstreams.add(socket);
  socket.once('close', () => context.upstreams.delete(socket));
  return socket;
}

function isName(host: string): boolean {
  return !/^[\d.]+$|:/.test(host);
}

/** Ends a connection as RST. TLS has no reset of its own; there the connection is just destroyed. */
export function reset(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

/** What to answer for a server that could not be reached, in words for the person in front of the client. */
export function unreachable({ name }: Destination, error: NodeJS.ErrnoException): Refusal {
  if (error instanceof ProxyError) return { ...FORBIDDEN, problem: error };
  const { code, advice } = explainNetworkFailure(error);
  const problem = new ProxyError(code, `bitstap can't reach the server ${name}: ${error.message || error.code}. ${advice}`, {
    cause: error,
  });
  return { status: 502, reason: 'Bad Gateway', problem };
}
