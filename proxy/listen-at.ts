import { once } from 'node:events';
import type { Server } from 'node:net';
import { ProxyError } from './errors.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where a server listens then: port 0 is any free one. Rejects with ProxyError: `listen-in-use`, `listen-failed`. */
export async function listenAt(server: Server, { host, port }: Address): Promise<Address> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')
      throw new ProxyError('listen-in-use', `Port ${port} on ${host} is in use: choose another with --listen.`, { cause });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProxyError('listen-failed', `Cannot listen on ${host}:${port}: ${why}.`, { cause });
  }
  const bound = server.address();
  return typeof bound === 'object' && bound ? { host: bound.address, port: bound.port } : { host, port };
}

/** `http://host:port/`. */
export function urlOf({ host, port }: Address): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
