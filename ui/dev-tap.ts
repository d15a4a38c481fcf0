import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createProxyServer } from 'http-proxy';
import { normalizePath, type Plugin, type ViteDevServer } from 'vite';

const PROXY = normalizePath(fileURLToPath(new URL('../proxy', import.meta.url)));
const ENTRY = `${PROXY}/commands/tap.ts`;

/** What `proxy/commands/tap.ts` gives: a running tap with its dashboard. */
interface DevTap {
  readonly dashboard: { readonly host: string; readonly port: number; readonly token: string };
  close(): Promise<void>;
}

/** `npm run dev`: the page from Vite, the tap from its sources behind it, started again when they change. */
export function devTap(): Plugin {
  return {
    name: 'bitstap-dev-tap',
    apply: 'serve',
    async configureServer(server) {
      // Vitest and previews have servers too, and want no tap.
      if (process.env.VITEST) return;
      const tap = new TapBehind(server);
      await tap.restart();
      forward(server, tap);
      watch(server, tap);
    },
  };
}

/** The tap of the moment; `undefined` while its sources do not compile. */
class TapBehind {
  current: DevTap | undefined;
  readonly #server: ViteDevServer;
  #restarting: Promise<void> = Promise.resolve();

  constructor(server: ViteDevServer) {
    this.#server = server;
  }

  /** One after the other: the ports of the old tap must be free before the next one starts. */
  restart(): Promise<void> {
    this.#restarting = this.#restarting.then(() => this.#start());
    return this.#restarting;
  }

  async close(): Promise<void> {
    await this.current?.close();
    this.current = undefined;
  }

  async #start(): Promise<void> {
    try {
      await this.close();
      const module = await this.#server.ssrLoadModule(ENTRY);
      this.current = await module.startDevTap();
    } catch (error) {
      // A slip in the sources must not end the dev server: the next save tries again.
      const reason = error instanceof Error ? error : new Error(String(error));
      this.#server.config.logger.error(`The tap did not start: ${reason.stack ?? reason.message}`);
    }
  }
}

function forward(server: ViteDevServer, tap: TapBehind): void {
  const relay = createProxyServer({ changeOrigin: true });
  relay.on('error', (error) => server.config.logger.error(`The tap did not answer: ${error.message}`));
  server.middlewares.use((request, response, next) => {
    if (!isForTap(request)) return next();
    if (!isOwnPage(request)) return response.writeHead(403).end('Only the page itself may ask.');
    if (tap.current) return relay.web(request, response, target(tap.current));
    response.writeHead(503).end('The tap is not running: see the terminal.');
  });
  server.httpServer?.on('upgrade', (request, socket, head) => {
    if (!isForTap(request)) return;
    if (tap.current && isOwnPage(request)) relay.ws(request, socket, head, target(tap.current));
    else socket.destroy();
  });
}

function isForTap({ url = '' }: IncomingMessage): boolean {
  return /^\/(api|feed)(\/|\?|$)/.test(url);
}

/** The token is added here: a foreign page that reaches this port must not profit from it. */
function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin === `http://${host}`;
}

/** As if the dashboard's own page had asked: its host, its origin, its token. */
function target({ dashboard: { host, port, token } }: DevTap) {
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { target: origin, headers: { origin, authorization: `Bearer ${token}` } };
}

function watch(server: ViteDevServer, tap: TapBehind): void {
  server.watcher.add(PROXY);
  server.watcher.on('change', (file) => {
    if (!normalizePath(file).startsWith(`${PROXY}/`)) return;
    server.moduleGraph.invalidateAll();
    void tap.restart();
  });
  server.httpServer?.once('close', () => void tap.close());
}
