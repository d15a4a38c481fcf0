import type { Exchange } from './exchange.ts';
import type { FramedHead, Header, HttpMessage, RequestHead, ResponseHead } from './message.ts';
import type { HttpReader } from './reader.ts';
import type { ReaderEvent } from './reader-event.ts';

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
  #chunkFrom = 0;
  /** When the first byte of the head that is held back came. */
  #heldSince = 0;

  constructor(which: Which, reader: HttpReader<Head>) {
    this.#which = which;
    this.reader = reader;
  }

  /** `known`: the head that the bytes are, where that is known. */
  read(bytes: Uint8Array, at: number, take: (event: ReaderEvent<Head>) => void, known?: FramedHead<Head>): void {
    const { reader } = this;
    this.#chunkFrom = reader.position;
    if (known) reader.feedHead(bytes, known, take);
    else reader.feed(bytes, take);
    if (reader.pending > 0 && reader.position - reader.pending >= this.#chunkFrom) this.#heldSince = at;
  }

  /** When the first byte of this head came; `at` is now. */
  startedAt(head: Head, at: number): number {
    return head.offset < this.#chunkFrom ? this.#heldSince : at;
  }

  grow(bytes: number): void {
    this.#grown += bytes;
  }

  /** Counts what the body has grown; gives the exchange if it has. */
  count(): Exchange | undefined {
    const { open } = this;
    const message = open?.exchange[this.#which];
    const grown = this.#grown;
    this.#grown = 0;
    if (!open || !message || grown === 0) return undefined;
    open.exchange = { ...open.exchange, [this.#which]: { ...message, bodyLength: message.bodyLength + grown } };
    return open.exchange;
  }

  /** Nothing more of its message will come. */
  leave(): Open | undefined {
    const { open } = this;
    this.count();
    this.open = undefined;
    return open;
  }
}

/** Property by property: see `copySession`. */
export function complete<Head extends RequestHead | ResponseHead>(
  message: HttpMessage<Head>,
  trailers: readonly Header[] | undefined,
  endedAt: number,
): HttpMessage<Head> {
  const { head, framing, startedAt, headAt, bodyLength } = message;
  return trailers
    ? { head, framing, startedAt, headAt, endedAt, bodyLength, trailers }
    : { head, framing, startedAt, headAt, endedAt, bodyLength };
}
