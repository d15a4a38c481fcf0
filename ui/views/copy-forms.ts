import { stringify } from '../../proxy/core/json.ts';
import type { TimelineRow } from '../../proxy/core/timeline.ts';
import { formatMoment } from '../parts/format.ts';
import { headTextOf } from '../state/head-lines.ts';
import { cutOffWords } from './cut-off.ts';
import { fieldsOf } from './fields.ts';
import { PACKET_NAMES } from './words.ts';

/** A way to copy a packet with its answer. `make` is asked when it is copied. */
export interface CopyForm {
  readonly name: string;
  readonly make: (row: TimelineRow, number: number | undefined) => string;
}

/** What is offered beside a packet, in this order. */
export const COPY_FORMS: readonly CopyForm[] = [
  { name: 'text', make: packetText },
  { name: 'JSON', make: packetJson },
];

/** What a packet was, for a mail or a ticket: its fields, its findings, both heads. */
export function packetText(row: TimelineRow, number: number | undefined): string {
  const { exchange, request, answer, findings } = row;
  const name = request ? PACKET_NAMES[request.type] : (exchange.request?.head.method ?? 'Unreadable bytes');
  return [
    `${number === undefined ? exchange.id : `Packet ${number}`}: ${name}`,
    ...(exchange.request ? [`Sent ${formatMoment(exchange.request.startedAt, 'utc')}, connection ${exchange.connection}`] : []),
    ...(request ? fieldLines('Request', fieldsOf(request)) : []),
    ...(answer ? fieldLines('Answer', fieldsOf(answer)) : []),
    ...(exchange.cutOff && !answer ? ['', `Cut off: ${cutOffWords(exchange.cutOff)}`] : []),
    ...(findings.length > 0 ? ['', 'Found', ...findings.map(({ severity, rule, message }) => `  ${severity} ${rule}: ${message}`)] : []),
    ...[exchange.request, exchange.response].flatMap((message) => (message ? ['', ...headLinesOf(headTextOf(message.head).text)] : [])),
  ].join('\n');
}

function fieldLines(title: string, fields: ReturnType<typeof fieldsOf>): string[] {
  return ['', title, ...fields.map(({ label, value, meaning }) => `  ${label}: ${value}${meaning ? ` (${meaning})` : ''}`)];
}

function headLinesOf(text: string): string[] {
  return text.trimEnd().split(/\r?\n/);
}

/** As the timeline's own JSON, set in lines. */
export function packetJson(row: TimelineRow): string {
  return JSON.stringify(JSON.parse(stringify(row)), undefined, 2);
}
