import { isAnswer, type TimelineEvent, type TimelineRow } from '../../core/timeline.ts';

export type EventOf<Type extends TimelineEvent['type']> = Extract<TimelineEvent, { readonly type: Type }>;

/**
 * A row as the last event of each kind about it: enough to tell a page what it missed, wherever it stopped reading. The
 * events are replaced by their successors, like the entries of a compacted log.
 */
export interface KeptRow {
  readonly id: string;
  /** The number of its first event, and of its latest. */
  readonly born: number;
  changed: number;
  exchange: EventOf<'exchange'>;
  request?: EventOf<'packet'>;
  answer?: EventOf<'packet'>;
  readonly findings: EventOf<'finding'>[];
}

export function keepRow(event: EventOf<'exchange'>): KeptRow {
  return { id: event.exchange.id, born: event.seq, changed: event.seq, exchange: event, findings: [] };
}

export function keepPacket(row: KeptRow, event: EventOf<'packet'>): void {
  row.changed = event.seq;
  if (isAnswer(event.packet)) row.answer = event;
  else row.request = event;
}

export function rowOf({ exchange, request, answer, findings }: KeptRow): TimelineRow {
  return {
    exchange: exchange.exchange,
    ...(request && { request: request.packet }),
    ...(answer && { answer: answer.packet }),
    findings: findings.map(({ finding }) => finding),
  };
}

/** What a page that has seen everything up to `after` must still be told of this row; not sorted. */
export function eventsAfter(row: KeptRow, after: number): TimelineEvent[] {
  const { born, request, answer, findings } = row;
  // A row must be there before what it carries: a new one takes the place of its first event, with the state of its last.
  const exchange = born > after ? { ...row.exchange, seq: born } : row.exchange;
  return [exchange, ...(request ? [request] : []), ...(answer ? [answer] : []), ...findings].filter(({ seq }) => seq > after);
}

/** What a row costs beside its heads: objects, decoded packets, findings. Bytes, and a guess. */
const BASE_WEIGHT = 2_048;

/** About how many bytes of memory the row takes: strangers decide how long heads are. */
export function weightOf({ exchange: { exchange } }: KeptRow): number {
  const { request, response, interim } = exchange;
  const heads = (request?.head.length ?? 0) + (response?.head.length ?? 0);
  return BASE_WEIGHT + 2 * interim.reduce((sum, { length }) => sum + length, heads);
}
