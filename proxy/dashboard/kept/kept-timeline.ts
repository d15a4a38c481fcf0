import { OTHER_TRAFFIC, type Totals } from '../../core/feed.ts';
import { assertNever } from '../../core/http/assert-never.ts';
import type { EventOf } from '../../core/row-events.ts';
import { type ExchangeView, isAnswer, type TimelineEvent } from '../../core/timeline.ts';
import type { Bucket } from './bucket.ts';
import { FindingTallies } from './finding-tallies.ts';
import { KeptConnections } from './kept-connections.ts';
import { Rates } from './rates.ts';
import { type RowLimits, RowStore } from './row-store.ts';
import { SessionList } from './session-list.ts';

export interface KeptLimits extends RowLimits {
  readonly sessions: number;
}

/** The latest failures of ours that a new page is told of. */
const KEPT_FAULTS = 50;

/** Everything that pages may ask for, each thing in its latest state with the number of its last change, within limits. */
export class KeptTimeline {
  readonly #limits: KeptLimits;
  #sessions: SessionList;
  #findings = new FindingTallies();
  #connections = new KeptConnections();
  #rows: RowStore;
  readonly #rates = new Rates();
  #faults: readonly EventOf<'fault'>[] = [];
  #seq = 0;
  #packets = 0;
  #bytes = 0;

  constructor(limits: KeptLimits) {
    this.#limits = limits;
    this.#sessions = new SessionList(limits.sessions);
    this.#rows = new RowStore(limits, this.#connections);
  }

  get sessions(): SessionList {
    return this.#sessions;
  }
  get findings(): FindingTallies {
    return this.#findings;
  }
  get connections(): KeptConnections {
    return this.#connections;
  }

  /** The number of the last event that was taken. */
  get seq(): number {
    return this.#seq;
  }
  get faults(): readonly EventOf<'fault'>[] {
    return this.#faults;
  }

  get buckets(): ReadonlyMap<string, Bucket> {
    return this.#rows.buckets;
  }
  get droppedRows(): number {
    return this.#rows.dropped;
  }

  /** Forgets everything: the numbers of what comes begin anew. */
  restart(): void {
    this.#sessions = new SessionList(this.#limits.sessions);
    this.#findings = new FindingTallies();
    this.#connections = new KeptConnections();
    this.#rows = new RowStore(this.#limits, this.#connections);
    this.#faults = [];
    this.#seq = 0;
  }

  /** The exchange with this id, if it is still kept. */
  exchange(id: string): ExchangeView | undefined {
    return this.#rows.exchange(id);
  }

  bucket(session: string): Bucket | undefined {
    return this.#rows.bucket(session);
  }

  totals(nowMs: number): Totals {
    const other = this.#rows.bucket(OTHER_TRAFFIC);
    return { ...this.sessions.totals, otherExchanges: other ? other.rows.length + other.dropped : 0, ...this.#rates.over(nowMs) };
  }

  /** Forgets everything so far. What is under way comes back as it goes on. */
  clear(): void {
    this.sessions.clear(this.#seq);
    this.findings.clear();
    this.#rows.clear();
    this.#faults = [];
  }

  /** Takes events in their order. `nowMs` is when they came, for the rates. */
  take(events: readonly TimelineEvent[], nowMs: number): void {
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index];
      if (!event || event.seq <= this.#seq) continue;
      if (event.type === 'exchange' && this.#takeWhole(event, events[index + 1], events[index + 2])) {
        index += 2;
        continue;
      }
      this.#seq = event.seq;
      this.#fold(event);
    }
    this.#rates.count(nowMs, this.#packets, this.#bytes);
    this.#packets = 0;
    this.#bytes = 0;
  }

  /** Most exchanges are told when they are over, with both their packets: there is no need to put them together bit by bit. */
  #takeWhole(exchange: EventOf<'exchange'>, request: TimelineEvent | undefined, answer: TimelineEvent | undefined): boolean {
    if (request?.type !== 'packet' || answer?.type !== 'packet' || !isAnswer(answer.packet)) return false;
    const { id, session } = exchange.exchange;
    if (request.packet.exchange !== id || answer.packet.exchange !== id) return false;
    if (session !== undefined && this.sessions.isRemoved(session)) return false;
    if (!this.#rows.takeWhole(exchange, request, answer)) return false;
    this.#seq = answer.seq;
    this.#packets += 1;
    this.#bytes += bodyBytes(exchange);
    return true;
  }

  #fold(event: TimelineEvent): void {
    switch (event.type) {
      case 'connection':
        return this.connections.take(event);
      case 'exchange':
        return this.#takeExchange(event);
      case 'packet':
        if (!isAnswer(event.packet)) this.#packets += 1;
        return this.#rows.takePacket(event);
      case 'session':
        return this.#takeSession(event);
      case 'finding':
        return this.#takeFinding(event);
      case 'evicted':
        return event.what === 'session' ? this.#evictSession(event) : this.#rows.evict(event.id, event.seq);
      case 'fault':
        this.#faults = [...this.#faults, event].slice(-KEPT_FAULTS);
        return;
      default:
        return assertNever(event);
    }
  }

  /** What a session that was evicted still does is no longer told: it would come back and never go again. */
  #takeExchange(event: EventOf<'exchange'>): void {
    const { session } = event.exchange;
    if (session !== undefined && this.sessions.isRemoved(session)) return;
    const before = this.#rows.takeExchange(event);
    this.#bytes += bodyBytes(event) - (before ? bodyBytes(before) : 0);
  }

  #takeFinding(event: EventOf<'finding'>): void {
    const { session } = event.finding;
    if (session !== undefined && this.sessions.isRemoved(session)) return;
    this.findings.take(event);
    this.#rows.takeFinding(event);
  }

  #takeSession(event: EventOf<'session'>): void {
    if (this.sessions.isRemoved(event.session.id)) return;
    for (const id of this.sessions.take(event)) this.#forget(id);
  }

  #evictSession({ id, seq }: EventOf<'evicted'>): void {
    this.sessions.remove(id, seq);
    this.#forget(id);
  }

  #forget(session: string): void {
    this.#rows.forget(session);
    this.findings.forget(session);
  }
}

function bodyBytes({ exchange: { request, response } }: EventOf<'exchange'>): number {
  return (request?.bodyLength ?? 0) + (response?.bodyLength ?? 0);
}
