import type { TimelineEvent, TimelineRow } from './timeline.ts';

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

export function rowOf({ exchange, request, answer, findings }: Readonly<RowEvents>): TimelineRow {
  return {
    exchange: exchange.exchange,
    ...(request && { request: request.packet }),
    ...(answer && { answer: answer.packet }),
    findings: findings.map(({ finding }) => finding),
  };
}
