import { textOfHead } from './http/head.ts';
import type { HttpRequest, HttpResponse } from './http/message.ts';
import type { RowEvents } from './row-events.ts';
import type { ExchangeView } from './timeline.ts';

/** A row that is over, and of which nothing is to be told but its two heads and some numbers: nearly every row. */
export interface PlainRow {
  readonly events: RowEvents;
  readonly sent: HttpRequest;
  readonly received: HttpResponse;
  readonly sentText: string;
  readonly receivedText: string;
}

/** The row as a plain one, if it is plain: its packets must be those that its heads give when they are read again. */
export function plainRow(events: RowEvents): PlainRow | undefined {
  const { exchange } = events.exchange;
  const { request: sent, response: received } = exchange;
  if (!sent || !received || !hasItsPackets(events) || !isPlainExchange(exchange) || !isSettled(sent, received)) return undefined;
  const [sentText, receivedText] = [textOfHead(sent.head), textOfHead(received.head)];
  if (sentText === undefined || receivedText === undefined) return undefined;
  return { events, sent, received, sentText, receivedText };
}

function isPlainExchange({ outcome, answeredBy, interim, cutOff, unreadable }: ExchangeView): boolean {
  return outcome === 'answered' && answeredBy === 'server' && interim.length === 0 && !cutOff && !unreadable;
}

/** Of an early answer, the packet was decoded before the end of the request was known. */
function isSettled(sent: HttpRequest, received: HttpResponse): boolean {
  if (received.endedAt === undefined || (sent.endedAt ?? Number.POSITIVE_INFINITY) > received.startedAt) return false;
  return isPlainMessage(sent) && isPlainMessage(received);
}

function isPlainMessage({ framing, trailers, lost }: HttpRequest | HttpResponse): boolean {
  return !trailers && lost === undefined && (framing.kind === 'none' || framing.kind === 'length');
}

function hasItsPackets({ exchange: { exchange }, request, answer, findings }: RowEvents): boolean {
  if (findings.length > 0) return false;
  if (exchange.kind !== 'bits') return !request && !answer;
  if (!request || !answer || answer.packet.type === 'no-ack') return false;
  return request.packet.session === exchange.session && answer.packet.session === exchange.session;
}
