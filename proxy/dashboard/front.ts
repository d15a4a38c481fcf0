import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { AccessPolicy } from './access/decide.ts';
import { gate } from './access/gate.ts';
import { type Answer, rawAnswer, send, text } from './answer.ts';
import { type ApiParts, answerApi } from './api.ts';
import { ApiRequest } from './api-request.ts';
import type { Assets } from './assets.ts';
import type { Resumption } from './feed/feed.ts';

export interface FrontParts extends ApiParts {
  readonly policy: AccessPolicy;
  readonly assets: Assets;
  /** Pages at one time. */
  readonly maxPages: number;
}

/** What a page sends is a few words; the longest is a filter. */
const MAX_PAGE_MESSAGE_BYTES = 16_384;

/** What the network reaches of the dashboard: every request passes the gate before anything else. */
export class Front {
  readonly #parts: FrontParts;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAGE_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });

  constructor(parts: FrontParts) {
    this.#parts = parts;
  }

  readonly request = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await send(request, response, gate(request, 'http', this.#parts.policy) ?? (await this.#answer(request)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.feed.announce(
        'dashboard-failed',
        `The dashboard could not answer ${request.method} ${request.url?.slice(0, 200)}: ${reason}`,
      );
      if (!response.headersSent) void send(request, response, text(500, 'The dashboard failed; see the page.'));
      else response.destroy();
    } finally {
      // What was sent along and not asked for.
      request.resume();
    }
  };

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Whoever goes away before the answer needs none.
    socket.on('error', () => socket.destroy());
    const refusal = gate(request, 'websocket', this.#parts.policy) ?? this.#refuseUpgrade(request);
    if (refusal) return endRaw(socket, refusal);
    this.#sockets.handleUpgrade(request, socket, head, (page) => this.#parts.feed.attach(page, resumptionOf(request)));
  };

  /** Bytes that Node's server can't read; a BITS client that was sent to the wrong port is among them. */
  readonly unreadable = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    endRaw(socket, text(400, `This is the bitstap dashboard, not the proxy: clients connect to ${this.#parts.policy.proxy}.`));
  };

  #answer(request: IncomingMessage): Answer | Promise<Answer> {
    const { method = '' } = request;
    const path = pathOf(request);
    if (path === '/api' || path.startsWith('/api/')) return answerApi(this.#parts, method, path, new ApiRequest(request));
    if (path === '/feed') return { ...text(426, 'The feed is a WebSocket.'), headers: { Upgrade: 'websocket', Connection: 'Upgrade' } };
    if (method !== 'GET' && method !== 'HEAD') return { ...text(405, 'Only GET.'), headers: { Allow: 'GET, HEAD' } };
    const asset = this.#parts.assets.get(path);
    if (!asset) return text(404, 'There is nothing here. The page is at /, what scripts can ask is at /api/status.');
    return { status: 200, type: asset.type, body: asset.bytes, headers: { 'Cache-Control': asset.caching } };
  }

  #refuseUpgrade(request: IncomingMessage): Answer | undefined {
    if (pathOf(request) !== '/feed') return text(404, 'The feed is at /feed.');
    if (this.#parts.feed.pages < this.#parts.maxPages) return undefined;
    return text(503, `There are ${this.#parts.maxPages} pages already: close one.`);
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function resumptionOf({ url = '' }: IncomingMessage): Resumption | undefined {
  const query = new URLSearchParams(url.split('?', 2)[1]);
  const run = query.get('run');
  const after = Number(query.get('after') ?? Number.NaN);
  return run !== null && Number.isSafeInteger(after) && after >= 0 ? { run, after } : undefined;
}

function endRaw(socket: Duplex, answer: Answer): void {
  socket.end(rawAnswer(answer, STATUS_CODES[answer.status] ?? ''), () => socket.destroy());
}
