/**
 * The page of the dashboard without its pictures: logs in with the token, takes the feed, watches a session that is busy,
 * goes on to the next when that ends, and comes back when it was cut off. A real browser would cost the relay the same.
 */
import { WebSocket } from 'ws';
import { isOver } from '../../../proxy/core/bits/session.ts';
import type { FeedMessage, PageMessage } from '../../../proxy/core/feed.ts';
import type { SessionView } from '../../../proxy/core/timeline.ts';
import type { PageSummary } from '../messages.ts';
import { answerQuestions, tell } from './answering.ts';

const RETRY_MS = 500;

class Page {
  readonly summary = { messages: 0, bytes: 0, events: 0, watched: 0, reconnects: 0 };
  readonly #url: URL;
  readonly #cookie: string;
  #watched: SessionView | undefined;
  #position = '';

  constructor(url: URL, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  open(ongreeted: () => void): void {
    const headers = { cookie: this.#cookie };
    const socket = new WebSocket(`ws://${this.#url.host}/feed${this.#position}`, { origin: this.#url.origin, headers });
    const watch = ({ id }: SessionView) => {
      const message: PageMessage = { type: 'watch', session: id, after: 0 };
      socket.send(JSON.stringify(message));
      this.summary.watched += 1;
    };
    let run = '';
    socket.on('message', (bytes) => {
      // Our own dashboard sent it; its numbers beyond 2^53 stay strings, and none of them is needed here.
      const message: FeedMessage = JSON.parse(this.#count(bytes.toString()));
      if (message.type === 'hello') {
        run = encodeURIComponent(message.run);
        ongreeted();
      }
      this.#position = `?run=${run}&after=${message.seq}`;
      this.#take(message, watch);
    });
    socket.on('error', (error) => process.stderr.write(`page: ${error.message}\n`));
    socket.on('close', () => this.#comeBack());
  }

  #comeBack(): void {
    this.summary.reconnects += 1;
    this.#watched = undefined;
    setTimeout(() => this.open(() => {}), RETRY_MS);
  }

  #count(text: string): string {
    this.summary.messages += 1;
    this.summary.bytes += text.length;
    return text;
  }

  #take(message: FeedMessage, watch: (session: SessionView) => void): void {
    if (message.type === 'events') this.summary.events += message.events.length;
    if (message.type !== 'sessions') return;
    this.#watched = message.changed.find(({ id }) => id === this.#watched?.id) ?? this.#watched;
    if (this.#watched && !isOver(this.#watched)) return;
    const [busiest] = message.changed.filter((session) => !isOver(session)).sort((a, b) => b.packets - a.packets);
    if (!busiest) return;
    this.#watched = busiest;
    watch(busiest);
  }
}

/** The printed address has the token; what the page goes on with is a cookie. */
async function logIn(url: URL): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  const [cookie = ''] = response.headers.getSetCookie();
  return cookie.slice(0, cookie.indexOf(';'));
}

const url = new URL(process.argv[2] ?? '');
const page = new Page(url, await logIn(url));
page.open(() => tell({ port: Number(url.port) }));
answerQuestions((): PageSummary => page.summary);
