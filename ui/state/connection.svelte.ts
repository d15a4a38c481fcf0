import { createContext } from 'svelte';
import type { FeedMessage, PageMessage } from '../../proxy/core/feed.ts';
import { stringify } from '../../proxy/core/json.ts';
import type { Clock } from './clock.ts';
import { readFeedMessage } from './feed-message.ts';

/** How the page stands with the dashboard. `refused`: it wants a token that this browser does not have. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'refused';

/** One WebSocket, cut down to what the feed needs. */
export interface FeedSocket {
  send(text: string): void;
  close(): void;
}

export interface FeedSocketEvents {
  /** As it came, or as it was already read. */
  onmessage(message: string | FeedMessage): void;
  /** The socket is gone, or never opened. Comes once. */
  onclose(): void;
}

export interface ConnectionOptions {
  /** Opens `/feed` with this query (`?run=…&after=…`, or nothing). */
  readonly open: (query: string, events: FeedSocketEvents) => FeedSocket;
  /** Asks why a socket would not open: a browser hides the status of a refused upgrade. */
  readonly probe: () => Promise<'refused' | 'unreachable'>;
  readonly clock: Clock;
  /** Runs before the next painting: what arrives until then is applied together. */
  readonly frame: (run: () => void) => void;
  /** What arrived, in order. */
  readonly onmessages: (messages: readonly FeedMessage[]) => void;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8_000;

/** The life of the feed: opens, resumes after the last number seen, waits longer after each failure. */
export class FeedConnection {
  readonly #options: ConnectionOptions;
  #state = $state<ConnectionState>('connecting');
  #retryAt = $state(0);
  #now = $state(0);
  #socket: FeedSocket | undefined;
  #waiting: FeedMessage[] = [];
  #failures = 0;
  #run: string | undefined;
  #seq = 0;
  #stopRetry = () => {};

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Whole seconds until the next attempt, while `reconnecting`. */
  get retryInS(): number {
    return Math.max(0, Math.ceil((this.#retryAt - this.#now) / 1_000));
  }

  connect(): void {
    this.#stopRetry();
    if (this.#socket) return;
    const query = this.#run ? `?run=${encodeURIComponent(this.#run)}&after=${this.#seq}` : '';
    this.#socket = this.#options.open(query, {
      onmessage: (message) => this.#receive(message),
      onclose: () => void this.#lost(),
    });
  }

  /** Says nothing while there is no connection: after the next `hello` the page says it again. */
  send(message: PageMessage): void {
    if (this.#state === 'live') this.#socket?.send(stringify(message));
  }

  close(): void {
    this.#stopRetry();
    this.#socket?.close();
  }

  #receive(received: string | FeedMessage): void {
    const message = typeof received === 'string' ? readFeedMessage(received) : received;
    if (!message) return;
    if (message.type === 'hello') this.#welcome(message.run);
    // The rows of one session may be ahead of the list: what is named after a reconnect is how far that was told.
    if (message.type !== 'rows' && message.type !== 'events') this.#seq = message.seq ?? this.#seq;
    this.#waiting.push(message);
    if (this.#waiting.length === 1) this.#options.frame(() => this.#apply());
  }

  #welcome(run: string): void {
    this.#run = run;
    this.#failures = 0;
    this.#state = 'live';
  }

  #apply(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    this.#options.onmessages(messages);
  }

  async #lost(): Promise<void> {
    this.#socket = undefined;
    const opened = this.#state === 'live';
    this.#state = this.#run || opened ? 'reconnecting' : 'connecting';
    const reason = opened ? 'unreachable' : await this.#options.probe();
    if (this.#socket) return;
    if (reason === 'refused') this.#state = 'refused';
    else this.#retryLater();
  }

  #retryLater(): void {
    const { clock } = this.#options;
    this.#state = 'reconnecting';
    this.#now = clock.now();
    this.#retryAt = this.#now + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#countDown();
  }

  #countDown(): void {
    const { clock } = this.#options;
    this.#now = clock.now();
    const leftMs = this.#retryAt - this.#now;
    this.#stopRetry = leftMs > 0 ? clock.after(Math.min(leftMs, 1_000), () => this.#countDown()) : () => {};
    if (leftMs <= 0) this.connect();
  }
}

export const [getConnection, setConnection] = createContext<FeedConnection>();
