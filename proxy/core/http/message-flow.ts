import type { BodyStretches } from './body-stretches.ts';
import { copyExchange, type Exchange } from './exchange.ts';
import type { FramedHead, Framing, Header, HttpMessage, RequestHead, ResponseHead } from './message.ts';
import type { HttpReader } from './reader.ts';
import type { BodyEvent, ReaderEvent } from './reader-event.ts';

/** An exchange that is still open; its value is replaced as it grows. */
export interface Open {
  exchange: Exchange;
}

type Which = 'request' | 'response';

/** One direction of a connection: its reader, and the exchange whose message is passing. */
export class MessageFlow<Head extends RequestHead | ResponseHead> {
  readonly reader: HttpReader<Head>;
  readonly #which: Which;
  open: Open | undefined;
  /** Body bytes that are not yet counted in the exchange. */
  #grown = 0;
  /** Of them, those that are missing. */
  #missed = 0;
  #chunkFrom = 0;
  /** When the first byte of the head that is held back came. */
  #heldSince = 0;
  /** Which frame brought what is being read, and which the first byte of the head that is held back. */
  #frame: number | undefined;
  #heldFrame: number | undefined;
  /** What comes is no HTTP any more: it may be left out like a body that never ends. */
  #inTunnel = false;
  /** Who wants to know where body lies in what is being read. */
  #bodies: BodyStretches | undefined;

  constructor(which: Which, reader: HttpReader<Head>) {
    this.#which = which;
    this.reader = reader;
  }

  /** `known`: the head that the bytes are, where that is known. `frame`: which frame they are the beginning of. */
  read(
    bytes: Uint8Array,
    at: number,
    take: (event: ReaderEvent<Head>) => void,
    known?: FramedHead<Head>,
    frame?: number,
    bodies?: BodyStretches,
  ): void {
    const { reader } = this;
    this.#chunkFrom = reader.position;
    this.#bodies = bodies;
    if (this.#inTunnel) bodies?.add(bytes, Number.MAX_SAFE_INTEGER);
    if (frame !== undefined) this.#beginFrame(frame);
    if (known) reader.feedHead(bytes, known, take);
    else reader.feed(bytes, take);
    if (reader.pending === 0 || reader.position - reader.pending < this.#chunkFrom) return;
    this.#heldSince = at;
    this.#heldFrame = this.#frame;
  }

  #beginFrame(frame: number): void {
    this.#frame = frame;
    this.reader.beginSegment();
  }

  /** A message of which nothing but the head is known; `at` is now. */
  begin(head: Head, framing: Framing, at: number): HttpMessage<Head> {
    const held = head.offset < this.#chunkFrom;
    const [startedAt, frame] = held ? [this.#heldSince, this.#heldFrame] : [at, this.#frame];
    return { head, framing, startedAt, headAt: at, endedAt: undefined, bodyLength: 0, trailers: undefined, lost: undefined, frame };
  }

  /** More of the body; what is missing of it counts as well. */
  grow(event: BodyEvent): void {
    const bytes = event.type === 'body' ? event.bytes.length : event.bytes;
    if (this.#bodies && event.type === 'body') this.#bodies.add(event.bytes, this.#bodyLength + this.#grown);
    this.#grown += bytes;
    if (event.type === 'missing') this.#missed += bytes;
  }

  /** Counts what the body has grown; gives the exchange if it has. */
  count(): Exchange | undefined {
    const { open } = this;
    const grown = this.#grown;
    const missed = this.#missed;
    this.#grown = 0;
    this.#missed = 0;
    if (!open?.exchange[this.#which] || grown === 0) return undefined;
    const exchange = copyExchange(open.exchange);
    if (this.#which === 'request') exchange.request = exchange.request && grownBy(exchange.request, grown, missed);
    else exchange.response = exchange.response && grownBy(exchange.response, grown, missed);
    open.exchange = exchange;
    return exchange;
  }

  /** As `leave`, and what follows is no HTTP. */
  leaveHttp(): Open | undefined {
    this.#inTunnel = true;
    this.reader.enterTunnel();
    return this.leave();
  }

  /** What is counted of the body that is passing. */
  get #bodyLength(): number {
    return this.open?.exchange[this.#which]?.bodyLength ?? 0;
  }

  /** Nothing more of its message will come. */
  leave(): Open | undefined {
    const { open } = this;
    this.count();
    this.open = undefined;
    return open;
  }
}

function grownBy<Head extends RequestHead | ResponseHead>(message: HttpMessage<Head>, bytes: number, missed: number): HttpMessage<Head> {
  const { head, framing, startedAt, headAt, endedAt, bodyLength, trailers, lost, frame } = message;
  const lostNow = missed > 0 ? (lost ?? 0) + missed : lost;
  return { head, framing, startedAt, headAt, endedAt, bodyLength: bodyLength + bytes, trailers, lost: lostNow, frame };
}

/** Property by property: see `copySession`. */
export function complete<Head extends RequestHead | ResponseHead>(
  message: HttpMessage<Head>,
  trailers: readonly Header[] | undefined,
  endedAt: number,
): HttpMessage<Head> {
  const { head, framing, startedAt, headAt, bodyLength, lost, frame } = message;
  return { head, framing, startedAt, headAt, endedAt, bodyLength, trailers, lost, frame };
}
