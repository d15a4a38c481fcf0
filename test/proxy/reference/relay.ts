import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Relay {
  readonly url: URL;
  /** Everything that the server said, in the order in which it came. */
  readonly fromServer: () => string;
  /** Connections so far. */
  readonly connections: () => number;
}

export interface Cuts {
  /** After so many bytes from the client the connection with that number (from 1) is cut. */
  readonly afterBytes?: Readonly<Record<number, number>>;
  /** Before the server's nth answer of that connection reaches the client. */
  readonly beforeAnswer?: Readonly<Record<number, number>>;
}

/** A TCP relay in front of a server, which can cut connections. */
export async function relay(target: string, cuts: Cuts = {}): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const sockets: Socket[] = [];
  const said: Buffer[] = [];
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const upstream = connect(Number(port), hostname);
    sockets.push(client, upstream);
    join(client, upstream, said, cuts.afterBytes?.[connections], cuts.beforeAnswer?.[connections]);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
  return { url, fromServer: () => Buffer.concat(said).toString('latin1'), connections: () => connections };
}

function join(
  client: Socket,
  upstream: Socket,
  said: Buffer[],
  cutAfter = Number.POSITIVE_INFINITY,
  cutBefore = Number.POSITIVE_INFINITY,
): void {
  let sent = 0;
  let answers = 0;
  const end = () => {
    client.destroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  client.on('data', (bytes) => {
    upstream.write(bytes.subarray(0, cutAfter - sent));
    sent += bytes.length;
    if (sent >= cutAfter) upstream.end(() => client.destroy());
  });
  upstream.on('data', (bytes) => {
    said.push(bytes);
    // Acks are small: each comes in one piece.
    answers += 1;
    if (answers >= cutBefore) end();
    else client.write(bytes);
  });
}
