import { TRAFFIC_ENDS } from '../core/analyzer.ts';
import type { Direction, RecordedPiece } from '../core/recorded-bytes.ts';
import type { Connection, TimelineRow } from '../core/timeline.ts';
import type { Speaker, WireEvent } from '../core/wire.ts';
import type { ExportSource } from './export-source.ts';
import { InTimeOrder } from './in-time-order.ts';
import { sentByClient, sentByServer } from './sent-bytes.ts';

/**
 * The traffic of chosen exchanges as it happened, and of nothing else: in the order of time, on connections that open and close
 * when they did. Of what was not recorded it says how much there was. Bytes are valid until the next event is asked for.
 */
export async function* trimmedTraffic(source: ExportSource): AsyncGenerator<WireEvent> {
  const traffic = new Traffic(source);
  let at = Number.NEGATIVE_INFINITY;
  for await (const event of traffic.events()) {
    at = Math.max(at, event.at);
    yield event.at === at ? event : { ...event, at };
  }
}

/** Of the events of one time: those of a row, in this order. */
const RANKS = 8;
const OPENED = 0;
const REQUEST = 1;
const RESPONSE = 2;
const ENDED = 3;
const CLOSED = 4;

interface PlacedRow {
  readonly row: TimelineRow;
  /** It does not begin before this. */
  readonly begin: number;
}

class Traffic {
  readonly #source: ExportSource;
  readonly #order = new InTimeOrder<WireEvent>();
  /** In the order in which they began. */
  readonly #rows: readonly PlacedRow[];
  readonly #servers: ReadonlyMap<string, string>;
  /** Whom a connection's requests go to, as far as was told. */
  readonly #routes = new Map<string, string | undefined>();

  constructor(source: ExportSource) {
    this.#source = source;
    this.#rows = source.rows.map((row) => ({ row, begin: this.#beginOf(row) })).sort((a, b) => a.begin - b.begin);
    this.#servers = new Map(source.sessions.map(({ id, server }) => [id, server]));
  }

  async *events(): AsyncGenerator<WireEvent> {
    const openings = openingsOf(this.#rows, this.#source);
    for (const [number, { row, begin }] of this.#rows.entries()) {
      for (let next = openings.at(-1); next && next.connection.openedAt <= begin; next = openings.at(-1)) {
        yield* this.#until(next.connection.openedAt);
        this.#open(next);
        openings.pop();
      }
      yield* this.#until(begin);
      this.#add(row, begin, number);
    }
    yield* this.#until(Number.POSITIVE_INFINITY);
  }

  /** What happens before a time. */
  async *#until(at: number): AsyncGenerator<WireEvent> {
    while (this.#order.nextAt < at) {
      const event = await this.#order.take();
      if (event) yield event;
    }
  }

  #open({ connection, first, last }: Opening): void {
    const { id, client, server, openedAt, clientEndedAt, serverEndedAt, closedAt, closedBy, how, reason } = connection;
    const rank = last * RANKS;
    this.#routes.set(id, server);
    const opened = { type: 'opened', at: openedAt, connection: id, client, ...(server !== undefined && { server }) } as const;
    this.#order.add(opened, first * RANKS + OPENED);
    if (clientEndedAt !== undefined) this.#order.add({ type: 'ended', at: clientEndedAt, connection: id, by: 'client' }, rank + ENDED);
    if (serverEndedAt !== undefined) this.#order.add({ type: 'ended', at: serverEndedAt, connection: id, by: 'server' }, rank + ENDED);
    if (closedAt === undefined || closedBy === undefined || how === undefined || reason === TRAFFIC_ENDS) return;
    const closed = { at: closedAt, connection: id, by: closedBy, how, ...(reason !== undefined && { reason }) };
    this.#order.add({ type: 'closed', ...closed }, rank + CLOSED);
  }

  #add(row: TimelineRow, begin: number, number: number): void {
    const { response, interim } = row.exchange;
    this.#order.addSequence(begin, number * RANKS + REQUEST, this.#request(row));
    const answered = interim.length > 0 ? begin : (response?.startedAt ?? begin);
    this.#order.addSequence(answered, number * RANKS + RESPONSE, this.#response(row));
  }

  async *#request({ exchange }: TimelineRow): AsyncGenerator<WireEvent> {
    const { connection, request, rewrites, session = '' } = exchange;
    const at = request?.headAt ?? 0;
    const server = exchange.kind === 'bits' ? this.#servers.get(session) : undefined;
    if (request && server !== undefined && this.#isElsewhere(connection, server))
      yield { type: 'routed', at: request.startedAt, connection, server };
    for (const [index, pieces] of sentByClient({ bytes: this.#source.bytes, exchange }).entries()) {
      if (index > 0) for (const what of rewrites) yield { type: 'rewrite', at, connection, what };
      for await (const piece of pieces) yield said(piece, connection, 'client');
    }
  }

  async *#response({ exchange }: TimelineRow): AsyncGenerator<WireEvent> {
    const speaker = exchange.answeredBy === 'proxy' ? 'proxy' : 'server';
    for await (const piece of sentByServer({ bytes: this.#source.bytes, exchange })) yield said(piece, exchange.connection, speaker);
  }

  /** Bytes that are no HTTP have no time of their own. */
  #beginOf({ exchange: { request, response, connection } }: TimelineRow): number {
    return request?.startedAt ?? response?.startedAt ?? this.#source.connections.get(connection)?.openedAt ?? 0;
  }

  /** A forward proxy may take each request to another server. */
  #isElsewhere(connection: string, server: string): boolean {
    const before = this.#routes.get(connection);
    this.#routes.set(connection, server);
    return before !== undefined && before !== server;
  }
}

function said({ at, bytes, missing }: RecordedPiece, connection: string, speaker: Speaker): WireEvent {
  if (bytes) return { type: 'data', at, connection, from: speaker, bytes };
  const from: Direction = speaker === 'client' ? 'client' : 'server';
  return { type: 'gap', at, connection, from, bytes: missing };
}

/** A connection, and its first and last row by their numbers. */
interface Opening {
  readonly connection: Connection;
  readonly first: number;
  readonly last: number;
}

/** The last to open first. */
function openingsOf(rows: readonly PlacedRow[], { connections }: ExportSource): Opening[] {
  const found = new Map<string, Opening>();
  for (const [number, { row, begin }] of rows.entries()) {
    const id = row.exchange.connection;
    const known = found.get(id);
    const connection = known?.connection ?? connections.get(id) ?? { id, client: '?:0', openedAt: begin };
    // One that seems to open after its first request would not be opened at all.
    const openedAt = Math.min(connection.openedAt, begin);
    found.set(id, { connection: { ...connection, openedAt }, first: known?.first ?? number, last: number });
  }
  return [...found.values()].sort((a, b) => b.connection.openedAt - a.connection.openedAt);
}
