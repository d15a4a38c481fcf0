/** A dashboard on a free port, and what talks to it. */
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { FeedMessage, PageMessage, TapInfo } from '../../../proxy/core/feed.ts';
import { stringify } from '../../../proxy/core/json.ts';
import { type Dashboard, type DashboardOptions, startDashboard } from '../../../proxy/dashboard/server.ts';
import { readFeedMessage } from '../../../ui/state/feed-message.ts';

export const TOKEN = 'token-of-the-test';
export const tap: TapInfo = { version: '0.1.0', listen: '127.0.0.1:8080', target: 'http://files.example.test', embedded: false };

export function open(options: Partial<DashboardOptions> = {}): Promise<Dashboard> {
  return startDashboard({ listen: { host: '127.0.0.1', port: 0 }, token: TOKEN, tap, ...options });
}

export const originOf = ({ address }: Dashboard) => `http://${address.host}:${address.port}`;

/** As a script with the token, unless told otherwise. */
export function ask(dashboard: Dashboard, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${originOf(dashboard)}${path}`, { redirect: 'manual', headers: { authorization: `Bearer ${TOKEN}` }, ...init });
}

/** The cookie for the token, as a browser sends it back. */
export async function logIn(dashboard: Dashboard): Promise<string> {
  const response = await fetch(dashboard.url, { redirect: 'manual' });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Sends these bytes and reads until the other side ends. */
export function exchangeBytes({ address }: Dashboard, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket: Socket = connect(address.port, address.host, () => socket.write(text));
    socket.on('data', (bytes) => parts.push(bytes));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(parts).toString()));
  });
}

/** A page's end of the feed. */
export class FeedClient {
  readonly socket: WebSocket;
  readonly messages: FeedMessage[] = [];
  readonly closed: Promise<number>;
  #waiting: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('message', (bytes) => {
      const message = readFeedMessage(bytes.toString());
      if (message) this.messages.push(message);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  static async attach(dashboard: Dashboard, query = ''): Promise<FeedClient> {
    const url = `${originOf(dashboard).replace('http', 'ws')}/feed${query}`;
    const client = new FeedClient(new WebSocket(url, { headers: { authorization: `Bearer ${TOKEN}` } }));
    await client.find('hello');
    return client;
  }

  send(message: PageMessage): void {
    this.socket.send(stringify(message));
  }

  /** The first message of this type that fits, already there or still to come. */
  async find<Type extends FeedMessage['type']>(
    type: Type,
    fits: (message: Extract<FeedMessage, { type: Type }>) => unknown = () => true,
  ): Promise<Extract<FeedMessage, { type: Type }>> {
    const isWanted = (message: FeedMessage): message is Extract<FeedMessage, { type: Type }> => message.type === type;
    for (;;) {
      const found = this.messages.filter(isWanted).find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  all<Type extends FeedMessage['type']>(type: Type): Extract<FeedMessage, { type: Type }>[] {
    return this.messages.filter((message): message is Extract<FeedMessage, { type: Type }> => message.type === type);
  }

  async leave(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}
