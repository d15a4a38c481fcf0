import { createServer, type Socket } from 'node:net';
import type { RecordedServer } from '../core/replay/recorded-server.ts';
import { safeText } from '../core/safe-text.ts';
import { listenAt, urlOf } from '../listen-at.ts';
import { MockConnection } from './mock-connection.ts';
import type { RecordedAnswers } from './sent-parts.ts';

export interface MockServerOptions {
  readonly server: RecordedServer;
  readonly recorded: RecordedAnswers;
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** How fast time passes: 1 as recorded, 2 twice as fast; default 0: everything at once. */
  readonly pace?: number;
  /** The longest request head, bytes; default 256 KiB. */
  readonly maxHeadBytes?: number;
  /** A line for each request, safe to be shown. */
  readonly log?: (line: string) => void;
}

export interface MockServer {
  readonly address: { readonly host: string; readonly port: number };
  /** `http://host:port/`. */
  readonly url: string;
  /** Ends all connections, whatever they are at. */
  close(): Promise<void>;
}

/** Listens in the place of a recorded server. Rejects with ProxyError: `listen-in-use`, `listen-failed`. */
export async function startMockServer({
  server,
  recorded,
  listen,
  pace = 0,
  maxHeadBytes = 256 * 1024,
  log,
}: MockServerOptions): Promise<MockServer> {
  const open = new Map<Socket, Promise<void>>();
  const say = (line: string) => log?.(shown(line));
  let count = 0;
  const sockets = createServer({ allowHalfOpen: true, keepAlive: true, noDelay: true }, (socket) => {
    count += 1;
    const name = `c${count}`;
    const served = new MockConnection(socket, name, { server, recorded, pace, maxHeadBytes, log: say })
      .serve()
      // What was recorded can't be read any more, or a bug of ours: it costs this connection, not the server.
      .catch((error: unknown) => say(`${name}  given up: ${error instanceof Error ? error.message : error}`))
      .finally(() => open.delete(socket));
    open.set(socket, served);
  });
  const address = await listenAt(sockets, listen);
  // A connection that can't be accepted, as when there are no more file descriptors: it is lost, and the others go on.
  sockets.on('error', (error) => say(`a connection could not be accepted: ${error.message}`));
  return {
    address,
    url: urlOf(address),
    async close() {
      const closed = new Promise((done) => sockets.close(done));
      for (const socket of open.keys()) socket.destroy();
      await Promise.all(open.values());
      await closed;
    },
  };
}

/** A line may hold what a client sent. */
const MAX_CHARACTERS = 500;

function shown(line: string): string {
  const safe = safeText(line);
  return safe.length > MAX_CHARACTERS ? `${safe.slice(0, MAX_CHARACTERS)}…` : safe;
}
