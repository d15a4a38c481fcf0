import type { Socket } from 'node:net';
import type { RequestHead } from '../../core/http/message.ts';
import { type HttpReader, requestReader } from '../../core/http/reader.ts';
import type { ReaderEvent } from '../../core/http/reader-event.ts';
import { Interrupted } from './interrupted.ts';

type RequestEvent = ReaderEvent<RequestHead>;

/** The requests on a connection, as the core reads them. Asks the socket for more only when all was taken: back-pressure. */
export class RequestStream {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #reader: HttpReader<RequestHead>;
  #events: RequestEvent[] = [];
  #inBody = false;

  constructor(socket: Socket, maxHeadBytes: number) {
    this.#chunks = socket.iterator({ destroyOnReturn: false });
    this.#reader = requestReader({ maxHeadBytes });
  }

  /** The next event; nothing when the client has sent its last byte. Throws Interrupted when the connection breaks. */
  async next(): Promise<RequestEvent | undefined> {
    for (let event = this.#events.shift(); ; event = this.#events.shift()) {
      if (event) return this.#note(event);
      const chunk = await this.#read();
      if (!chunk) return undefined;
      this.#events = this.#reader.read(chunk);
    }
  }

  /** What is left of the current request's body, if anything. Throws Interrupted when it does not come. */
  async *body(): AsyncGenerator<Uint8Array> {
    while (this.#inBody) {
      const event = await this.next();
      if (event?.type === 'body') yield event.bytes;
      else if (event?.type !== 'end') throw new Interrupted();
    }
  }

  /** Reads on without a look at what comes, until the client has sent its last byte. */
  async discard(): Promise<void> {
    this.#events = [];
    while (await this.#read());
  }

  #note(event: RequestEvent): RequestEvent {
    if (event.type === 'head') this.#inBody = true;
    if (event.type === 'end' || event.type === 'malformed') this.#inBody = false;
    return event;
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      const { value, done } = await this.#chunks.next();
      return done ? undefined : value;
    } catch (cause) {
      throw new Interrupted({ cause });
    }
  }
}
