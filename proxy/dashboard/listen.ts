import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProxyError } from '../errors.ts';
import { bracketed } from './access/hosts.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where it listens then; rejects with a ProxyError. */
export function listen(server: Server, { host, port }: Address): Promise<Address> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(explain(error, `${bracketed(host)}:${port}`));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve(addressOf(server.address()) ?? { host, port });
    });
  });
}

function addressOf(address: AddressInfo | string | null): Address | undefined {
  return typeof address === 'object' && address ? { host: address.address, port: address.port } : undefined;
}

function explain(error: NodeJS.ErrnoException, where: string): ProxyError {
  if (error.code === 'EADDRINUSE') {
    return new ProxyError('listen-in-use', `The dashboard can't use ${where}: it is in use. Name another port with --dashboard.`, {
      cause: error,
    });
  }
  return new ProxyError(
    'listen-failed',
    `The dashboard can't listen on ${where}: ${error.message}. Name another address with --dashboard.`,
    {
      cause: error,
    },
  );
}
