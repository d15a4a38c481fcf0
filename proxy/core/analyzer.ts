import { type Tracked, track } from './flight.ts';
import { assertNever } from './http/assert-never.ts';
import type { BodyStretches } from './http/body-stretches.ts';
import type { ExchangeStep } from './http/exchange.ts';
import { Pairing } from './http/pairing.ts';
import type { ReaderOptions } from './http/reader.ts';
import type { Connection, TimelineEvent, TimelineFact } from './timeline.ts';
import { Tracker, type TrackerOptions } from './tracker.ts';
import type { WireEvent } from './wire.ts';

/** What is kept at most; each has a default where it is used, and going beyond it is an `evicted` event or a `malformed` exchange. */
export interface AnalyzerOptions extends ReaderOptions, TrackerOptions {
  /** Exchanges that wait for their answer on one connection. */
  readonly maxPending?: number;
}

/** Why a connection is over that nobody was seen to end. */
export const TRAFFIC_ENDS = 'the traffic ends here';

interface Tapped extends Tracked {
  view: Connection;
  readonly pairing: Pairing;
}

/**
 * Wire events in, numbered timeline events out. Pure: the same events give the same timeline, however the bytes were split.
 * It may not do I/O, ask for the time, or know what a packet means: that is the tracker's.
 */
export class Analyzer {
  readonly #options: AnalyzerOptions;
  readonly #tracker: Tracker;
  readonly #connections = new Map<string, Tapped>();
  #exchanges = 0;
  #seq = 0;
  #at = 0;
  #out: TimelineEvent[] = [];

  constructor(options: AnalyzerOptions = {}) {
    this.#options = options;
    this.#tracker = new Tracker((fact) => this.#emit(fact), options);
  }

  /**
   * Takes what was seen next, and tells what it means, behind what is in `told`. Events of one connection come in their order.
   * `bodies` is told which bytes of a `data` event are body.
   */
  feed(event: WireEvent, told: TimelineEvent[] = [], bodies?: BodyStretches): readonly TimelineEvent[] {
    this.#out = told;
    this.#at = event.at;
    this.#take(event, bodies);
    return told;
  }

  #take(event: WireEvent, bodies: BodyStretches | undefined): void {
    switch (event.type) {
      case 'data':
        return this.#steps(event.connection, (pairing) => pairing.read(event.from, event.bytes, event.at, event.read, event.frame, bodies));
      case 'opened':
        return this.#open(event);
      case 'routed':
        return this.#change(event.connection, { server: event.server });
      case 'rewrite':
        return this.#steps(event.connection, (pairing) => pairing.rewritten(event.what, event.at));
      case 'ended':
        return this.#end(event);
      case 'closed':
        return this.#close(event);
      case 'fault':
        return this.#emit({
          type: 'fault',
          code: event.code,
          message: event.message,
          ...(event.connection !== undefined && { connection: event.connection }),
        });
      case 'gap':
        return this.#steps(event.connection, (pairing) => pairing.miss(event.from, event.bytes, event.at));
      case 'tick':
        return this.#tracker.tick(this.#connections.values(), event.at);
      case 'traffic-ended':
        return this.#endTraffic(event.at);
      default:
        return assertNever(event);
    }
  }

  #open({ connection: id, client, server, at }: Extract<WireEvent, { type: 'opened' }>): void {
    const view: Connection = { id, client, openedAt: at, ...(server !== undefined && { server }) };
    const pairing = new Pairing(id, { ...this.#options, nextId: () => this.#nextExchange() });
    this.#connections.set(id, { ...track(view), pairing });
    this.#emit({ type: 'connection', connection: view });
  }

  #close(event: Extract<WireEvent, { type: 'closed' }>): void {
    const { connection, by, how, at, reason } = event;
    const cutOff = { by, how, ...(reason !== undefined && { reason }) };
    const tapped = this.#connections.get(connection);
    if (tapped && by === 'server') this.#tracker.endedByServer(tapped, at);
    this.#steps(connection, (pairing) => pairing.closed(cutOff, at));
    if (tapped) tapped.view = withoutEndsAt(tapped.view, at);
    this.#change(connection, { closedAt: at, closedBy: by, how, ...(reason !== undefined && { reason }) });
    this.#connections.delete(connection);
  }

  #change(id: string, change: Partial<Connection>): void {
    const tapped = this.#connections.get(id);
    if (!tapped) return;
    tapped.view = { ...tapped.view, ...change };
    this.#emit({ type: 'connection', connection: tapped.view });
  }

  /** A capture may begin in the middle: what belongs to no known connection says nothing that can be read. */
  #steps(id: string, read: (pairing: Pairing) => ExchangeStep[]): void {
    const tapped = this.#connections.get(id);
    if (!tapped) return;
    for (const step of read(tapped.pairing)) this.#tracker.take(step, tapped);
  }

  #end({ connection, by, at }: Extract<WireEvent, { type: 'ended' }>): void {
    const tapped = this.#connections.get(connection);
    if (tapped && by === 'client') tapped.clientEnded = true;
    if (tapped && by === 'server') this.#tracker.endedByServer(tapped, at);
    this.#steps(connection, (pairing) => pairing.ended(by, at));
    if (tapped) tapped.view = { ...tapped.view, ...(by === 'client' ? { clientEndedAt: at } : { serverEndedAt: at }) };
  }

  /** What is still open will not be seen to end. */
  #endTraffic(at: number): void {
    for (const id of [...this.#connections.keys()])
      this.#close({ type: 'closed', connection: id, at, by: 'proxy', how: 'shutdown', reason: TRAFFIC_ENDS });
    this.#tracker.trafficEnded(at);
  }

  #nextExchange(): string {
    this.#exchanges += 1;
    return `x${this.#exchanges}`;
  }

  #emit(fact: TimelineFact): void {
    this.#seq += 1;
    this.#out.push(numbered(fact, this.#seq, this.#at));
  }
}

/** A side that ends with its connection has no end of its own. */
function withoutEndsAt({ clientEndedAt, serverEndedAt, ...view }: Connection, closedAt: number): Connection {
  return {
    ...view,
    ...(clientEndedAt !== undefined && clientEndedAt < closedAt && { clientEndedAt }),
    ...(serverEndedAt !== undefined && serverEndedAt < closedAt && { serverEndedAt }),
  };
}

/** What comes with every packet is spelled out: a spread takes several times as long. */
function numbered(fact: TimelineFact, seq: number, at: number): TimelineEvent {
  switch (fact.type) {
    case 'exchange':
      return { seq, at, type: fact.type, exchange: fact.exchange };
    case 'packet':
      return { seq, at, type: fact.type, packet: fact.packet };
    case 'session':
      return { seq, at, type: fact.type, session: fact.session };
    default:
      return { seq, at, ...fact };
  }
}
