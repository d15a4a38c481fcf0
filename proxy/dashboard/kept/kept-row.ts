import { BORN, type PackedRow } from '../../core/packed-row.ts';
import { type EventOf, type RowEvents, rowOf } from '../../core/row-events.ts';
import { isAnswer, type TimelineEvent, type TimelineRow } from '../../core/timeline.ts';
import { ordinalOf } from './ordinal.ts';
import { ShelvedRow } from './shelved-row.ts';

/** What a row costs beside its heads: objects, decoded packets, findings. Bytes, and a guess. */
const BASE_WEIGHT = 2_048;

/** A row that may still change, as its events. */
export class KeptRow {
  readonly id: string;
  /** The 12 of `x12`: exchanges are numbered as they begin. */
  readonly ordinal: number;
  readonly connection: string;
  /** The number of its first event, and of its latest. */
  readonly born: number;
  changed: number;
  readonly events: RowEvents;

  constructor(events: RowEvents, born = events.exchange.seq) {
    this.id = events.exchange.exchange.id;
    this.ordinal = ordinalOf(this.id);
    this.connection = events.exchange.exchange.connection;
    this.born = born;
    this.changed = events.exchange.seq;
    this.events = events;
  }

  /** About how many bytes of memory it takes: strangers decide how long heads are. */
  get weight(): number {
    return weightOf(this.events);
  }

  get writable(): TimelineRow {
    return rowOf(this.events);
  }

  take(event: EventOf<'exchange' | 'packet' | 'finding'>): void {
    this.changed = event.seq;
    fold(this.events, event);
  }
}

/** A row of a session: open, or over and shelved. */
export type Row = KeptRow | ShelvedRow;

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

/** What a page that has seen everything up to `after` must still be told of this row; not sorted. A row that is over and new to it is told whole. */
export function eventsAfter(row: Row, after: number): (TimelineEvent | PackedRow)[] {
  const { born } = row;
  if (row instanceof ShelvedRow && born > after) return [row];
  const { exchange, request, answer, findings } = row.events;
  // A row must be there before what it carries: a new one takes the place of its first event, with the state of its last.
  const placed = born > after ? { ...exchange, seq: born } : exchange;
  return [placed, ...(request ? [request] : []), ...(answer ? [answer] : []), ...findings].filter(({ seq }) => seq > after);
}

/** Where it stands among others that are told. */
export function placeOf(told: TimelineEvent | PackedRow): number {
  return 'seq' in told ? told.seq : (told.numbers[BORN] ?? 0);
}
