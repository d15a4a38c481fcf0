import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ProxyError, type ProxyErrorCode } from '../errors.ts';
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
  const { code, advice } = explain(error);
  const problem = new ProxyError(code, `bitstap can't reach the server ${name}: ${error.message || error.code}. ${advice}`, {
    cause: error,
  });
  return { status: 502, reason: 'Bad Gateway', problem };
}

function explain(error: NodeJS.ErrnoException): { readonly code: ProxyErrorCode; readonly advice: string } {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { code: 'upstream-refused', advice: 'Nothing listens there. Is the server running, and is this its port?' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code: 'upstream-not-found', advice: 'Its name could not be resolved. Check the name and the DNS of this machine.' };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { code: 'upstream-unreachable', advice: 'No answer on the network. Check the route and the firewalls between.' };
    default:
      return isTls(error)
        ? { code: 'upstream-tls', advice: 'Its TLS certificate is not accepted here. Use --insecure to accept any certificate.' }
        : { code: 'upstream-unreachable', advice: 'Check that the server runs and speaks HTTP there.' };
  }
}

function isTls({ code = '', message }: NodeJS.ErrnoException): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code) || /certificate|SSL/i.test(message);
}
