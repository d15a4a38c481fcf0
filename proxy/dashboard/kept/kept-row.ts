import { isAnswer, type TimelineEvent, type TimelineRow } from '../../core/timeline.ts';
import type { PackedRow } from './packed-row.ts';
import type { RowShelf } from './row-shelf.ts';

export type EventOf<Type extends TimelineEvent['type']> = Extract<TimelineEvent, { readonly type: Type }>;

/**
 * A row as the last event of each kind about it: enough to tell a page what it missed, wherever it stopped reading. The
 * events are replaced by their successors, like the entries of a compacted log.
 */
export interface RowEvents {
  exchange: EventOf<'exchange'>;
  request: EventOf<'packet'> | undefined;
  answer: EventOf<'packet'> | undefined;
  readonly findings: EventOf<'finding'>[];
}

/** What a row costs beside its heads: objects, decoded packets, findings. Bytes, and a guess. */
const BASE_WEIGHT = 2_048;

/** A row while it is kept: as its events until it is over, packed from then on. */
export class KeptRow {
  readonly id: string;
  /** The 12 of `x12`: exchanges are numbered as they begin. */
  readonly ordinal: number;
  readonly connection: string;
  /** The number of its first event, and of its latest. */
  readonly born: number;
  changed: number;
  /** About how many bytes of memory it takes: strangers decide how long heads are. */
  weight: number;
  #open: RowEvents | undefined;
  #packed: PackedRow | undefined;

  /** `packed`: what was made of the events, where the row is over as it comes. */
  constructor(events: RowEvents, packed?: PackedRow) {
    const { exchange, answer } = events;
    this.id = exchange.exchange.id;
    this.ordinal = ordinalOf(this.id);
    this.connection = exchange.exchange.connection;
    this.born = exchange.seq;
    this.changed = answer?.seq ?? exchange.seq;
    this.#packed = packed;
    if (!packed) this.#open = events;
    this.weight = packed?.weight ?? weightOf(events);
  }

  get exchange(): EventOf<'exchange'> {
    return this.events.exchange;
  }

  get findings(): readonly EventOf<'finding'>[] {
    return this.events.findings;
  }

  get isPacked(): boolean {
    return this.#packed !== undefined;
  }

  /** Made anew each time for a row that is packed. */
  get events(): Readonly<RowEvents> {
    return this.#events();
  }

  /** The row as it stands now, or what becomes that row when it is written as JSON: thousands are not unpacked at once. */
  get writable(): TimelineRow | PackedRow {
    return this.#packed ?? rowOf(this);
  }

  /** Packs the row if that was its last event; one that comes after all unpacks it. */
  take(event: EventOf<'exchange' | 'packet' | 'finding'>, shelf: RowShelf): void {
    this.changed = event.seq;
    const events = this.#events();
    fold(events, event);
    this.#packed = shelf.pack(events);
    this.#open = this.#packed ? undefined : events;
    this.weight = this.#packed?.weight ?? weightOf(events);
  }

  #events(): RowEvents {
    if (this.#open) return this.#open;
    if (this.#packed) return this.#packed.unpack();
    throw new Error(`row ${this.id} is neither open nor packed`);
  }
}

export function ordinalOf(id: string): number {
  return Number.parseInt(id.slice(1), 10);
}

function fold(row: RowEvents, event: EventOf<'exchange' | 'packet' | 'finding'>): void {
  if (event.type === 'exchange') row.exchange = event;
  else if (event.type === 'finding') takeFinding(row.findings, event);
  else if (isAnswer(event.packet)) row.answer = event;
  else row.request = event;
}

/** A finding that is told again has counted more of the same. */
function takeFinding(findings: EventOf<'finding'>[], event: EventOf<'finding'>): void {
  const known = findings.findIndex(({ finding }) => finding.id === event.finding.id);
  if (known < 0) findings.push(event);
  else findings[known] = event;
}

function weightOf({ exchange: { exchange } }: RowEvents): number {
  const { request, response, interim } = exchange;
  const heads = (request?.head.length ?? 0) + (response?.head.length ?? 0);
  return BASE_WEIGHT + 2 * interim.reduce((sum, { length }) => sum + length, heads);
}

export function rowOf({ events }: { readonly events: Readonly<RowEvents> }): TimelineRow {
  const { exchange, request, answer, findings } = events;
  return {
    exchange: exchange.exchange,
    ...(request && { request: request.packet }),
    ...(answer && { answer: answer.packet }),
    findings: findings.map(({ finding }) => finding),
  };
}

/** What a page that has seen everything up to `after` must still be told of this row; not sorted. */
export function eventsAfter({ born, events }: KeptRow, after: number): TimelineEvent[] {
  const { request, answer, findings } = events;
  // A row must be there before what it carries: a new one takes the place of its first event, with the state of its last.
  const exchange = born > after ? { ...events.exchange, seq: born } : events.exchange;
  return [exchange, ...(request ? [request] : []), ...(answer ? [answer] : []), ...findings].filter(({ seq }) => seq > after);
}
