import { Analyzer, type AnalyzerOptions } from '../core/analyzer.ts';
import { isAnswer, Timeline, type TimelineEvent, type TimelineRow } from '../core/timeline.ts';
import type { WireEvent } from '../core/wire.ts';
import { latin1 } from '../latin1.ts';

/** Of the request whose head begins at this place in what was sent on a connection. */
type Key = `${string} ${number}`;

/** The replayed traffic, analysed as it goes: its timeline, and who waits for the end of an exchange. */
export class Ledger {
  readonly timeline = new Timeline();
  readonly #analyzer: Analyzer;
  readonly #observe: (event: WireEvent) => void;
  readonly #waiting = new Map<Key, (row: TimelineRow | undefined) => void>();
  readonly #open = new Set<string>();

  /** `observe` gets everything that goes over the wire, after it was analysed. */
  constructor(options: AnalyzerOptions = {}, observe: (event: WireEvent) => void = () => {}) {
    this.#analyzer = new Analyzer({ latin1, ...options });
    this.#observe = observe;
  }

  readonly feed = (event: WireEvent): void => {
    this.#take(event);
    this.#observe(event);
  };

  /** Nothing more will come: sessions are judged as they stand. */
  end(at: number): void {
    this.#take({ type: 'traffic-ended', at });
  }

  /** The row of an exchange once it is over; nothing when its connection is gone and no such request was seen on it. */
  over(connection: string, place: number): Promise<TimelineRow | undefined> {
    if (!this.#open.has(connection)) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#waiting.set(`${connection} ${place}`, resolve));
  }

  #take(event: WireEvent): void {
    if (event.type === 'opened') this.#open.add(event.connection);
    const told = this.#analyzer.feed(event);
    for (const each of told) this.timeline.apply(each);
    for (const each of told) this.#settle(each);
    if (event.type !== 'closed') return;
    this.#open.delete(event.connection);
    this.#giveUp(event.connection);
  }

  #settle(event: TimelineEvent): void {
    const id = endedExchange(event);
    const row = id === undefined ? undefined : this.timeline.rows.get(id);
    const { connection, request } = row?.exchange ?? {};
    if (connection === undefined || !request) return;
    const key: Key = `${connection} ${request.head.offset}`;
    this.#waiting.get(key)?.(row);
    this.#waiting.delete(key);
  }

  #giveUp(connection: string): void {
    for (const [key, resolve] of this.#waiting) {
      if (!key.startsWith(`${connection} `)) continue;
      resolve(undefined);
      this.#waiting.delete(key);
    }
  }
}

/** A packet's answer comes with its exchange; what is no packet is over with its exchange. */
function endedExchange(event: TimelineEvent): string | undefined {
  if (event.type === 'packet') return isAnswer(event.packet) ? event.packet.exchange : undefined;
  if (event.type !== 'exchange' || event.exchange.kind === 'bits') return undefined;
  const { id, outcome } = event.exchange;
  return outcome === 'sending' || outcome === 'waiting' || outcome === 'answering' ? undefined : id;
}
