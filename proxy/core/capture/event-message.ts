import { type JsonObject, jsonCount, jsonList, jsonObject, jsonText } from '../text/loose-json.ts';
import type { Speaker, WireEvent } from '../wire.ts';
import { ascii } from './message-bytes.ts';
import { rebuiltHead } from './rebuilt-head.ts';
import { messageEvents } from './told-exchange.ts';

/** One message of a timeline that is read back, as it grows: what was not yet told of it is sent. */
export class EventMessage {
  readonly #connection: string;
  readonly #tell: (event: WireEvent) => void;
  #from: Speaker = 'client';
  #at = 0;
  #ended = false;
  #told = 0;
  bodyLength = 0;
  /** When its head was there, and how its body ends. */
  headAt: number | undefined;
  framing: string | undefined;

  constructor(connection: string, tell: (event: WireEvent) => void) {
    this.#connection = connection;
    this.#tell = tell;
  }

  /** Its state at this time. */
  take(message: JsonObject | undefined, from: Speaker, at: number): void {
    const head = jsonObject(message?.head);
    if (!message || !head) return;
    if (this.headAt === undefined) this.#begin(message, head, from, at);
    this.bodyLength = Math.max(this.bodyLength, Math.floor(jsonCount(message.bodyLength) ?? 0));
    if (this.bodyLength > Number.MAX_SAFE_INTEGER) this.bodyLength = 0;
    const endedAt = jsonCount(message.endedAt);
    this.#at = Math.max(this.#at, endedAt ?? at);
    if (this.framing !== 'chunked' && this.framing !== 'none') this.#miss();
    if (endedAt !== undefined) this.#end(jsonList(message.trailers));
  }

  /** Nothing more is told of it, be it over or not. */
  end(): void {
    if (this.#ended || this.framing !== 'chunked' || this.bodyLength === 0) return;
    this.#ended = true;
    // One byte more is announced than came: the body stays open.
    this.#say(`${(this.bodyLength + 1).toString(16)}\r\n`);
    this.#miss();
  }

  tellHead(head: JsonObject, from: Speaker, startedAt: number, headAt: number): void {
    for (const event of messageEvents(this.#connection, from, { startedAt, headAt, head: rebuiltHead(head), body: [] })) this.#tell(event);
  }

  #begin(message: JsonObject, head: JsonObject, from: Speaker, at: number): void {
    this.#from = from;
    this.headAt = jsonCount(message.headAt) ?? at;
    this.framing = jsonText(jsonObject(message.framing)?.kind);
    const startedAt = Math.min(jsonCount(message.startedAt) ?? this.headAt, this.headAt);
    this.tellHead(head, from, startedAt, this.headAt);
    this.#at = this.headAt;
  }

  #end(trailers: readonly unknown[]): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.framing === 'until-close' && this.#from !== 'client')
      this.#tell({ type: 'ended', at: this.#at, connection: this.#connection, by: 'server' });
    if (this.framing !== 'chunked') return;
    if (this.bodyLength > 0) this.#say(`${this.bodyLength.toString(16)}\r\n`);
    this.#miss();
    const lines = trailers.map((trailer) => jsonList(trailer).map((part) => (jsonText(part) ?? '').replaceAll('\n', ' ')));
    const trailerText = lines.map(([name = '', value = '']) => `${name}: ${value}\r\n`).join('');
    this.#say(`${this.bodyLength > 0 ? '\r\n' : ''}0\r\n${trailerText}\r\n`);
  }

  #say(text: string): void {
    const bytes = ascii(text.replaceAll(/[^\0-\xff]/g, '?'));
    this.#tell({ type: 'data', at: this.#at, connection: this.#connection, from: this.#from, bytes });
  }

  #miss(): void {
    const bytes = this.bodyLength - this.#told;
    this.#told = this.bodyLength;
    if (bytes <= 0) return;
    // What the tap answered itself is lost like what a server answered.
    const from = this.#from === 'client' ? 'client' : 'server';
    this.#tell({ type: 'gap', at: this.#at, connection: this.#connection, from, bytes });
  }
}
