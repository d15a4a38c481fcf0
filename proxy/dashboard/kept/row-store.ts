import { OTHER_TRAFFIC } from '../../core/feed.ts';
import type { KeptConnections } from './kept-connections.ts';
import { type EventOf, KeptRow } from './kept-row.ts';
import { lowered } from './lowered.ts';
import { RowShelf } from './row-shelf.ts';

export interface RowLimits {
  readonly rowsPerSession: number;
  /** Of all sessions together. */
  readonly rows: number;
  /** Memory of all rows, bytes, roughly. */
  readonly rowBytes: number;
}

/** The rows of one session, the oldest first. */
export interface Bucket {
  rows: KeptRow[];
  changed: number;
  /** Rows that are no longer kept; the first event of the latest of them, and the highest number among their exchanges. */
  dropped: number;
  droppedBorn: number;
  droppedOrdinal: number;
  /** A row vanished from the middle or came back: who has not seen this event needs all rows anew. */
  rebuilt: number;
  readonly shelf: RowShelf;
}

interface Place {
  readonly row: KeptRow;
  readonly bucket: Bucket;
  weight: number;
}

/** The rows of all sessions within limits: beyond one session's the oldest go, beyond the common ones those of the quietest session. */
export class RowStore {
  readonly #limits: RowLimits;
  readonly #connections: KeptConnections;
  readonly #rows = new Map<string, Place>();
  readonly #buckets = new Map<string, Bucket>();
  #weight = 0;

  constructor(limits: RowLimits, connections: KeptConnections) {
    this.#limits = limits;
    this.#connections = connections;
  }

  bucket(session: string): Bucket | undefined {
    return this.#buckets.get(session);
  }

  /** Gives the exchange as it was known before; one that came back counts as known. */
  takeExchange(event: EventOf<'exchange'>): EventOf<'exchange'> | undefined {
    const place = this.#rows.get(event.exchange.id);
    if (!place) return this.#add(event) === 'new' ? undefined : event;
    const before = place.row.exchange;
    this.#change(place, event);
    return before;
  }

  takePacket(event: EventOf<'packet'>): void {
    const place = this.#rows.get(event.packet.exchange);
    if (place) this.#change(place, event);
  }

  takeFinding(event: EventOf<'finding'>): void {
    const place = this.#rows.get(event.finding.exchange);
    if (place) this.#change(place, event);
  }

  evict(exchange: string, seq: number): void {
    const place = this.#rows.get(exchange);
    if (!place) return;
    const { row, bucket } = place;
    bucket.rows = bucket.rows.filter((other) => other !== row);
    bucket.dropped += 1;
    bucket.rebuilt = seq;
    this.#release(row);
  }

  forget(session: string): void {
    for (const row of this.#buckets.get(session)?.rows ?? []) this.#release(row);
    this.#buckets.delete(session);
  }

  #add(event: EventOf<'exchange'>): 'new' | 'back' {
    const bucket = this.#bucketOf(event.exchange.session ?? OTHER_TRAFFIC);
    // Still on its way when its row was dropped: pages may have that row in its old place.
    const isBack = ordinal(event.exchange.id) <= bucket.droppedOrdinal;
    if (isBack) bucket.rebuilt = event.seq;
    const row = new KeptRow(event);
    const place = { row, bucket, weight: 0 };
    bucket.rows.push(row);
    bucket.changed = event.seq;
    this.#rows.set(row.id, place);
    this.#connections.hold(event.exchange.connection);
    const { rowsPerSession } = this.#limits;
    if (bucket.rows.length > rowsPerSession) this.#drop(bucket, bucket.rows.length - lowered(rowsPerSession));
    this.#weigh(place);
    return isBack ? 'back' : 'new';
  }

  #change(place: Place, event: EventOf<'exchange' | 'packet' | 'finding'>): void {
    place.row.take(event, place.bucket.shelf);
    place.bucket.changed = event.seq;
    this.#weigh(place);
  }

  #weigh(place: Place): void {
    const { weight } = place.row;
    this.#weight += weight - place.weight;
    place.weight = weight;
    if (this.#rows.size > this.#limits.rows || this.#weight > this.#limits.rowBytes) this.#makeRoom();
  }

  #makeRoom(): void {
    const quietestFirst = [...this.#buckets.values()].sort((a, b) => a.changed - b.changed);
    for (const bucket of quietestFirst) {
      const rows = this.#rows.size - lowered(this.#limits.rows);
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
      freed += this.#rows.get(row.id)?.weight ?? 0;
    }
    return count;
  }

  #drop(bucket: Bucket, count: number): void {
    const gone = bucket.rows.splice(0, count);
    for (const row of gone) this.#release(row);
    bucket.dropped += gone.length;
    bucket.droppedBorn = gone.at(-1)?.born ?? bucket.droppedBorn;
    bucket.droppedOrdinal = gone.reduce((highest, { id }) => Math.max(highest, ordinal(id)), bucket.droppedOrdinal);
  }

  #release(row: KeptRow): void {
    this.#weight -= this.#rows.get(row.id)?.weight ?? 0;
    this.#rows.delete(row.id);
    this.#connections.release(row.connection);
  }

  #bucketOf(session: string): Bucket {
    const known = this.#buckets.get(session);
    if (known) return known;
    const bucket: Bucket = { rows: [], changed: 0, dropped: 0, droppedBorn: 0, droppedOrdinal: -1, rebuilt: 0, shelf: new RowShelf() };
    this.#buckets.set(session, bucket);
    return bucket;
  }
}

/** The 12 of `x12`: exchanges are numbered as they begin. */
function ordinal(id: string): number {
  return Number.parseInt(id.slice(1), 10);
}
