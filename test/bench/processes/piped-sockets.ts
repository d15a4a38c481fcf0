/** The least that a relay on Node can do, and so the measure of all others: two sockets, piped together. */
import { connect, createServer, type Socket } from 'node:net';
import { tell } from './answering.ts';

const originPort = Number(process.argv[2]);

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const upstream = connect({ port: originPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  relay(client, upstream);
  relay(upstream, client);
});

function relay(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => to.destroy());
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') tell({ port: address.port });
});
