import { OTHER_TRAFFIC } from '../../core/feed.ts';
import type { EventOf } from '../../core/row-events.ts';
import type { ExchangeView } from '../../core/timeline.ts';
import { type Bucket, emptyBucket } from './bucket.ts';
import { Compression } from './compression.ts';
import type { KeptConnections } from './kept-connections.ts';
import { KeptRow, type Row } from './kept-row.ts';
import { lowered } from './lowered.ts';
import { ordinalOf } from './ordinal.ts';
import { ShelvedRow } from './shelved-row.ts';

export interface RowLimits {
  readonly rowsPerSession: number;
  /** Of all sessions together. */
  readonly rows: number;
  /** Memory of all rows, bytes, roughly; of compressed ones what they had before. */
  readonly rowBytes: number;
  /** Beyond so much memory rows are compressed. Default: never. */
  readonly uncompressedBytes?: number;
}

/** The rows of all sessions within limits: beyond one session's the oldest go, beyond the common ones those of the quietest session. */
export class RowStore {
  readonly #limits: RowLimits;
  readonly #connections: KeptConnections;
  /** Those that may still change: a map of all would cost every packet more than what is in its row. */
  readonly #open = new Map<string, KeptRow>();
  /** The latest of them is not in the map: most rows are over before another one begins. */
  #latest: KeptRow | undefined;
  readonly #buckets = new Map<string, Bucket>();
  readonly #compression: Compression;
  #count = 0;
  #weight = 0;
  #dropped = 0;

  constructor(limits: RowLimits, connections: KeptConnections) {
    this.#limits = limits;
    this.#connections = connections;
    this.#compression = new Compression(limits.uncompressedBytes ?? Number.POSITIVE_INFINITY);
  }

  /** By session. */
  get buckets(): ReadonlyMap<string, Bucket> {
    return this.#buckets;
  }

  /** How many rows were ever dropped to stay within the limits. */
  get dropped(): number {
    return this.#dropped;
  }

  bucket(session: string): Bucket | undefined {
    return this.#buckets.get(session);
  }

  /** Looked for in every session: who asks for a body knows no more. */
  exchange(id: string): ExchangeView | undefined {
    const ordinal = ordinalOf(id);
    for (const { rows, newestOrdinal } of this.#buckets.values()) {
      const row = ordinal <= newestOrdinal ? rows.find((one) => one.id === id) : undefined;
      if (row) return row.events.exchange.exchange;
    }
    return undefined;
  }

  /** Gives the exchange as it was known before; one that came back counts as known. */
  takeExchange(event: EventOf<'exchange'>): EventOf<'exchange'> | undefined {
    const { id, session } = event.exchange;
    const row = this.#find(id, session);
    if (!row) return this.#add(event) === 'new' ? undefined : event;
    const before = row.events.exchange;
    this.#change(row, session, event);
    return before;
  }

  /** An exchange of which nothing was known and which is over: kept as such at once. False where it is not that plain. */
  takeWhole(exchange: EventOf<'exchange'>, request: EventOf<'packet'>, answer: EventOf<'packet'>): boolean {
    const { id, session } = exchange.exchange;
    const bucket = this.#bucketOf(session ?? OTHER_TRAFFIC);
    if (ordinalOf(id) <= Math.max(bucket.newestOrdinal, bucket.droppedOrdinal)) return false;
    const events = { exchange, request, answer, findings: [] };
    const shelved = bucket.shelf.pack(events, exchange.seq);
    if (shelved) this.#put(shelved, answer.seq, bucket);
    return shelved !== undefined;
  }

  takePacket(event: EventOf<'packet'>): void {
    const { exchange, session } = event.packet;
    const row = this.#find(exchange, session);
    if (row) this.#change(row, session, event);
  }

  takeFinding(event: EventOf<'finding'>): void {
    const { exchange, session } = event.finding;
    const row = this.#find(exchange, session);
    if (row) this.#change(row, session, event);
  }

  /** Only what was never answered is evicted: such a row is open. */
  evict(exchange: string, seq: number): void {
    const row = this.#openRow(exchange);
    const bucket = this.#buckets.get(row?.events.exchange.exchange.session ?? OTHER_TRAFFIC);
    if (!row || !bucket) return;
    bucket.rows = bucket.rows.filter((other) => other !== row);
    bucket.dropped += 1;
    this.#dropped += 1;
    bucket.rebuilt = seq;
    this.#release(row);
  }

  forget(session: string): void {
    const bucket = this.#buckets.get(session);
    if (!bucket) return;
    for (const row of bucket.rows) this.#release(row);
    this.#compression.forget(bucket);
    this.#buckets.delete(session);
  }

  clear(): void {
    for (const session of [...this.#buckets.keys()]) this.forget(session);
  }

  #add(event: EventOf<'exchange'>): 'new' | 'back' {
    const bucket = this.#bucketOf(event.exchange.session ?? OTHER_TRAFFIC);
    const row = new KeptRow({ exchange: event, request: undefined, answer: undefined, findings: [] });
    // Still on its way when its row was dropped: pages may have that row in its old place.
    const isBack = row.ordinal <= bucket.droppedOrdinal;
    if (isBack) bucket.rebuilt = event.seq;
    this.#setOpen(row);
    this.#put(row, event.seq, bucket);
    return isBack ? 'back' : 'new';
  }

  #put(row: Row, seq: number, bucket: Bucket): void {
    bucket.rows.push(row);
    bucket.changed = seq;
    bucket.newestOrdinal = Math.max(bucket.newestOrdinal, row.ordinal);
    this.#count += 1;
    this.#weight += row.weight;
    this.#compression.put(bucket, this.#weight);
    this.#connections.hold(row.connection);
    const { rowsPerSession } = this.#limits;
    if (bucket.rows.length > rowsPerSession) this.#drop(bucket, bucket.rows.length - lowered(rowsPerSession));
    this.#keepLimits();
  }

  /** A row that is over is looked for from the newest on: what comes late comes soon. */
  #find(id: string, session: string | undefined): Row | undefined {
    const open = this.#openRow(id);
    if (open) return open;
    const bucket = this.#buckets.get(session ?? OTHER_TRAFFIC);
    if (!bucket || ordinalOf(id) > bucket.newestOrdinal) return undefined;
    return bucket.rows.findLast((row) => row.id === id);
  }

  /** Shelves the row if that was its last event; one that comes after all takes it from the shelf. */
  #change(row: Row, session: string | undefined, event: EventOf<'exchange' | 'packet' | 'finding'>): void {
    const bucket = this.#buckets.get(session ?? OTHER_TRAFFIC);
    if (!bucket) return;
    const before = row.weight;
    const open = row instanceof ShelvedRow ? new KeptRow(row.events, row.born) : row;
    open.take(event);
    const now = bucket.shelf.pack(open.events, open.born) ?? open;
    if (now !== row) bucket.rows[bucket.rows.lastIndexOf(row)] = now;
    if (now === open) this.#setOpen(open);
    else this.#setOver(open);
    bucket.changed = event.seq;
    this.#weight += now.weight - before;
    this.#keepLimits();
  }

  #keepLimits(): void {
    if (this.#count > this.#limits.rows || this.#weight > this.#limits.rowBytes) this.#makeRoom();
  }

  #makeRoom(): void {
    const quietestFirst = [...this.#buckets.values()].sort((a, b) => a.changed - b.changed);
    for (const bucket of quietestFirst) {
      const rows = this.#count - lowered(this.#limits.rows);
      const weight = this.#weight - lowered(this.#limits.rowBytes);
      if (rows <= 0 && weight <= 0) return;
      this.#drop(bucket, this.#countFor(bucket, rows, weight));
    }
  }

  /** How many of the bucket's oldest rows make up for so many rows and so much weight; all of them when they don't. */
  #countFor(bucket: Bucket, rows: number, weight: number): number {
    let count = 0;
    let freed = 0;
    for (const row of bucket.rows) {
      if (count >= rows && freed >= weight) break;
      count += 1;
      freed += row.weight;
    }
    return count;
  }

  #drop(bucket: Bucket, count: number): void {
    const gone = bucket.rows.splice(0, count);
    for (const row of gone) this.#release(row);
    bucket.dropped += gone.length;
    this.#dropped += gone.length;
    bucket.droppedBorn = gone.at(-1)?.born ?? bucket.droppedBorn;
    bucket.droppedOrdinal = gone.reduce((highest, { ordinal }) => Math.max(highest, ordinal), bucket.droppedOrdinal);
  }

  #release(row: Row): void {
    this.#count -= 1;
    this.#weight -= row.weight;
    this.#setOver(row);
    this.#connections.release(row.connection);
  }

  #openRow(id: string): KeptRow | undefined {
    return this.#latest?.id === id ? this.#latest : this.#open.get(id);
  }

  #setOpen(row: KeptRow): void {
    if (this.#openRow(row.id)) return;
    if (this.#latest) this.#open.set(this.#latest.id, this.#latest);
    this.#latest = row;
  }

  #setOver(row: Row): void {
    if (this.#latest === row) this.#latest = undefined;
    else if (this.#open.size > 0) this.#open.delete(row.id);
  }

  #bucketOf(session: string): Bucket {
    const known = this.#buckets.get(session);
    if (known) return known;
    this.#compression.closeQuietShelves();
    const bucket = emptyBucket(this.#compression.full);
    this.#buckets.set(session, bucket);
    return bucket;
  }
}
