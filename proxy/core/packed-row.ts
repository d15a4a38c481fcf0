/** A row that is over, as two head texts and some numbers: everything else is read from them again, by who asks for it. */
import { decodeAnswer, decodeRequest } from './bits/decode.ts';
import type { Packet } from './bits/packet.ts';
import type { Draft } from './http/draft.ts';
import { beginExchange } from './http/exchange.ts';
import { parseRequestHead, parseResponseHead } from './http/head.ts';
import type { Framing, HttpMessage, HttpRequest, HttpResponse, RequestHead, ResponseHead } from './http/message.ts';
import type { EventOf, RowEvents } from './row-events.ts';
import { type ExchangeKind, type ExchangeView, exchangeView, type TimelineEvent } from './timeline.ts';

/** The row as it is kept and as it is sent to pages, which have the same code to read it: a fraction of what it says. */
export interface PackedRow {
  readonly id: string;
  readonly connection: string;
  readonly session?: string | undefined;
  readonly rewrites: readonly string[];
  readonly numbers: ArrayLike<number>;
  /** The heads as they were sent, Latin-1, one after the other. */
  readonly heads: string;
}

const KINDS: readonly ExchangeKind[] = ['bits', 'reply', 'notification', 'other'];

/** Instead of a length. */
const NO_BODY = -1;

/** How many numbers a row has, and where in them the exchange and its messages begin. */
export const ROW_NUMBERS = 25;
const EXCHANGE = 6;
const SENT = 8;
const RECEIVED = 16;
/** The number of its first event. */
export const BORN = 24;
export const ANSWER_SEQ = 4;

/** `born`: the number of the row's first event, which takes its place among others. */
export function numbersOf({ exchange, request, answer }: RowEvents, born: number, sent: HttpRequest, received: HttpResponse): number[] {
  // biome-ignore format: one event, one row; one message, one row
  return [
    exchange.seq, exchange.at, request?.seq ?? 0, request?.at ?? 0, answer?.seq ?? 0, answer?.at ?? 0,
    KINDS.indexOf(exchange.exchange.kind), exchange.exchange.index,
    sent.head.offset, sent.head.length, sent.startedAt, sent.headAt, sent.endedAt ?? 0, bodyOf(sent), sent.bodyLength, sent.frame ?? 0,
    received.head.offset, received.head.length, received.startedAt, received.headAt, received.endedAt ?? 0, bodyOf(received), received.bodyLength, received.frame ?? 0,
    born,
  ];
}

function bodyOf({ framing }: HttpMessage<RequestHead | ResponseHead>): number {
  return framing.kind === 'length' ? framing.length : NO_BODY;
}

/** The events that a row was made of. */
export function unpackRow(row: PackedRow): RowEvents {
  const number = (place: number) => row.numbers[place] ?? 0;
  const view = exchangeIn(row);
  const exchange: EventOf<'exchange'> = { type: 'exchange', seq: number(0), at: number(1), exchange: view };
  const requestSeq = number(2);
  const packet = requestSeq > 0 ? decodeRequest(view) : undefined;
  if (!packet) return { exchange, request: undefined, answer: undefined, findings: [] };
  return {
    exchange,
    request: packetEvent(requestSeq, number(3), packet, row),
    answer: packetEvent(number(ANSWER_SEQ), number(5), decodeAnswer(view, packet), row),
    findings: [],
  };
}

/** As a page that has not seen the row gets to know it: in the place of its first event. */
export function eventsOfNew(row: PackedRow): TimelineEvent[] {
  const { exchange, request, answer } = unpackRow(row);
  return [{ ...exchange, seq: row.numbers[BORN] ?? exchange.seq }, ...(request ? [request] : []), ...(answer ? [answer] : [])];
}

function packetEvent(seq: number, at: number, packet: Draft<Packet>, { session }: PackedRow): EventOf<'packet'> {
  packet.session = session;
  return { type: 'packet', seq, at, packet };
}

/** Its exchange alone. */
export function exchangeIn({ id, connection, session, rewrites, numbers, heads }: PackedRow): ExchangeView {
  const kind = numbers[EXCHANGE] ?? 0;
  const index = numbers[EXCHANGE + 1] ?? 0;
  const sent = messageAt(numbers, SENT);
  const received = messageAt(numbers, RECEIVED);
  const exchange = beginExchange(id, connection, index, 'answered');
  exchange.rewrites = rewrites;
  exchange.request = { head: parseRequestHead(heads.slice(0, sent.length), sent.offset), ...sent.message };
  exchange.response = { head: parseResponseHead(heads.slice(sent.length), received.offset), ...received.message };
  exchange.answeredBy = 'server';
  return exchangeView(exchange, KINDS[kind] ?? 'other', session);
}

function messageAt(numbers: ArrayLike<number>, place: number) {
  const number = (index: number) => numbers[place + index] ?? 0;
  const body = number(5);
  const framing: Framing = body === NO_BODY ? { kind: 'none' } : { kind: 'length', length: body };
  const times = { startedAt: number(2), headAt: number(3), endedAt: number(4) };
  const message = { framing, ...times, bodyLength: number(6), trailers: undefined, lost: undefined, frame: number(7) || undefined };
  return { offset: number(0), length: number(1), message };
}
