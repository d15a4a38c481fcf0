/** A row that is over, as two head texts and some numbers: everything else is read from them again, by who asks for it. */
import { decodeAnswer, decodeRequest } from '../../core/bits/decode.ts';
import type { Packet } from '../../core/bits/packet.ts';
import { parseRequestHead, parseResponseHead } from '../../core/http/head.ts';
import type { Framing, HttpMessage, RequestHead, ResponseHead } from '../../core/http/message.ts';
import type { ExchangeKind, ExchangeView, TimelineRow } from '../../core/timeline.ts';
import { type EventOf, type RowEvents, rowOf } from './kept-row.ts';
import type { Page } from './page.ts';
import type { PlainRow } from './plain-row.ts';

const KINDS: readonly ExchangeKind[] = ['bits', 'reply', 'notification', 'other'];

/** Instead of a length. */
const NO_BODY = -1;

/** How many `numbersOf` gives, and where in them the exchange and its messages begin. */
const NUMBERS = 24;
const EXCHANGE = 6;
const SENT = 8;
const RECEIVED = 16;

/** Of the objects that hold a packed row, bytes, roughly. */
const BASE_WEIGHT = 384;

export function bytesOf({ sentText, receivedText }: PlainRow): number {
  return NUMBERS * Float64Array.BYTES_PER_ELEMENT + sentText.length + receivedText.length;
}

function numbersOf({ events: { exchange, request, answer }, sent, received }: PlainRow): number[] {
  // biome-ignore format: one event, one row; one message, one row
  return [
    exchange.seq, exchange.at, request?.seq ?? 0, request?.at ?? 0, answer?.seq ?? 0, answer?.at ?? 0,
    KINDS.indexOf(exchange.exchange.kind), exchange.exchange.index,
    sent.head.offset, sent.head.length, sent.startedAt, sent.headAt, sent.endedAt ?? 0, bodyOf(sent), sent.bodyLength, sent.frame ?? 0,
    received.head.offset, received.head.length, received.startedAt, received.headAt, received.endedAt ?? 0, bodyOf(received), received.bodyLength, received.frame ?? 0,
  ];
}

function bodyOf({ framing }: HttpMessage<RequestHead | ResponseHead>): number {
  return framing.kind === 'length' ? framing.length : NO_BODY;
}

export class PackedRow {
  /** Of itself and of what it holds in its page, bytes, roughly. */
  readonly weight: number;
  readonly #page: Page;
  readonly #place: number;
  readonly #id: string;
  readonly #connection: string;
  readonly #session: string | undefined;
  readonly #rewrites: readonly string[];

  constructor(plain: PlainRow, page: Page, rewrites: readonly string[]) {
    const { id, connection, session } = plain.events.exchange.exchange;
    this.weight = BASE_WEIGHT + bytesOf(plain);
    this.#page = page;
    this.#place = page.put(numbersOf(plain), [plain.sentText, plain.receivedText]);
    this.#id = id;
    this.#connection = connection;
    this.#session = session;
    this.#rewrites = rewrites;
  }

  get #numbers(): Float64Array {
    return this.#page.numbers(this.#place, NUMBERS);
  }

  toJSON(): TimelineRow {
    return rowOf({ events: this.unpack() });
  }

  /** The events that it was made of. */
  unpack(): RowEvents {
    const [seq = 0, at = 0, requestSeq = 0, requestAt = 0, answerSeq = 0, answerAt = 0] = this.#numbers;
    const view = this.#exchange();
    const exchange: EventOf<'exchange'> = { type: 'exchange', seq, at, exchange: view };
    const packet = requestSeq > 0 ? decodeRequest(view) : undefined;
    if (!packet) return { exchange, request: undefined, answer: undefined, findings: [] };
    return {
      exchange,
      request: this.#event(requestSeq, requestAt, packet),
      answer: this.#event(answerSeq, answerAt, decodeAnswer(view, packet)),
      findings: [],
    };
  }

  #event(seq: number, at: number, packet: Packet): EventOf<'packet'> {
    return { type: 'packet', seq, at, packet: this.#session === undefined ? packet : { session: this.#session, ...packet } };
  }

  #exchange(): ExchangeView {
    const numbers = this.#numbers;
    const [kind = 0, index = 0] = numbers.subarray(EXCHANGE);
    const sent = messageOf(numbers.subarray(SENT));
    const received = messageOf(numbers.subarray(RECEIVED));
    const sentText = this.#text(0, sent.length);
    const receivedText = this.#text(sent.length, received.length);
    return {
      kind: KINDS[kind] ?? 'other',
      ...(this.#session !== undefined && { session: this.#session }),
      ...{ id: this.#id, connection: this.#connection, index, interim: [], rewrites: this.#rewrites },
      ...{ outcome: 'answered', answeredBy: 'server' },
      request: { head: parseRequestHead(sentText, sent.offset), ...sent.message },
      response: { head: parseResponseHead(receivedText, received.offset), ...received.message },
    };
  }

  #text(offset: number, length: number): string {
    return this.#page.text(this.#place, NUMBERS, offset, length);
  }
}

function messageOf([offset = 0, length = 0, startedAt = 0, headAt = 0, endedAt = 0, body = 0, bodyLength = 0, frame = 0]: Float64Array) {
  const framing: Framing = body === NO_BODY ? { kind: 'none' } : { kind: 'length', length: body };
  return { offset, length, message: { startedAt, headAt, endedAt, framing, bodyLength, ...(frame > 0 && { frame }) } };
}
