import { isOwn, type Lane, type LaneContext } from './lane.ts';
import { destinationOf } from './route.ts';
import { ownPortError, type Tapped } from './tapped.ts';
import { connectTo, reset, upstreamError } from './upstream.ts';

const ESTABLISHED = Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n', 'latin1');

/** CONNECT: bytes both ways that are somebody else's TLS. The timeline shows that there was a tunnel, and none of what went through. */
export function openTunnel(tapped: Tapped, context: LaneContext, head: Uint8Array, authority: string, rest: Uint8Array): Lane {
  const client = tapped.socket;
  tapped.data('client', head);
  const lane: Lane = {
    shutdown() {
      tapped.broken('proxy', 'shutdown');
      client.destroy();
    },
  };
  if (context.forward === 'refused') {
    tapped.answer(403, 'Forbidden', {
      code: 'forward-not-allowed',
      message: 'This bitstap opens no tunnels: it listens beyond loopback without --allow-forward.',
    });
    return lane;
  }
  if (!URL.canParse(`http://${authority}`) || !/:\d+$/.test(authority)) {
    tapped.answer(400, 'Bad Request', { code: 'bad-request-target', message: `CONNECT asks for ${authority}, which is no host:port.` });
    return lane;
  }
  const destination = destinationOf(new URL(`http://${authority}`));
  if (isOwn(destination, context)) tapped.answer(403, 'Forbidden', ownPortError(destination.name));
  else join(tapped, context, destination, rest);
  return lane;
}

function join(tapped: Tapped, { certificates }: LaneContext, destination: ReturnType<typeof destinationOf>, rest: Uint8Array): void {
  const client = tapped.socket;
  const server = connectTo(destination, certificates);
  tapped.routed(destination.name);
  let connected = false;
  server.once('connect', () => {
    connected = true;
    client.write(ESTABLISHED);
    tapped.data('proxy', ESTABLISHED);
    if (rest.length > 0) server.write(rest);
    client.pipe(server);
    server.pipe(client);
  });
  server.on('error', (error) => {
    if (!connected) return tapped.answer(502, 'Bad Gateway', upstreamError(destination, error));
    tapped.broken('server', 'reset', error.message);
    reset(client);
  });
  client.on('error', (error) => {
    tapped.broken('client', 'reset', error.message);
    reset(server);
  });
  client.on('end', () => tapped.ended('client'));
  server.on('end', () => tapped.ended('server'));
  client.on('close', () => server.destroy());
}
