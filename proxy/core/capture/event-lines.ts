import { type JsonObject, jsonCount, jsonObject, jsonText, readJsonObject } from '../text/loose-json.ts';
import type { WireEvent } from '../wire.ts';
import { EventConnections } from './event-connections.ts';
import { EventExchanges } from './event-exchanges.ts';
import type { FormatTarget } from './format-target.ts';
import { type CaptureSource, LAST_TIME } from './frame.ts';
import { Lines } from './lines.ts';
import { TimeOrder } from './time-order.ts';

/**
 * The timeline as JSON lines (`--events`), read back: its connections and exchanges become what was seen on the wire, without
 * the bodies, which it does not have. Packets, sessions and findings in it are not taken over, but made anew.
 */
export class EventLinesReader implements CaptureSource {
  readonly #target: FormatTarget;
  readonly #lines: Lines;
  readonly #order: TimeOrder;
  readonly #connections: EventConnections;
  readonly #exchanges: EventExchanges;

  constructor(target: FormatTarget) {
    this.#target = target;
    this.#lines = new Lines(
      target.limits.maxRecordBytes,
      (line) => this.#take(line),
      () => this.#skip(`it has more than ${target.limits.maxRecordBytes} bytes`),
    );
    this.#order = new TimeOrder((event) => target.event(event), target.limits.maxHeldBytesInAll);
    const tell = (event: WireEvent, rank?: number) => this.#order.add(event, rank);
    this.#connections = new EventConnections(tell, target.limits.maxConnections);
    this.#exchanges = new EventExchanges(tell);
  }

  feed(bytes: Uint8Array): void {
    this.#lines.feed(bytes);
  }

  end(): void {
    this.#lines.end();
    this.#exchanges.end();
    this.#order.flush();
    this.#tellLacks();
  }

  #take(line: Uint8Array): void {
    if (line.every(isBlank)) return;
    const event = readJsonObject(line);
    if (!event) return this.#skip('it is no JSON object that can be read');
    if (event.type === 'left-out') return this.#tellLeftOut(event);
    const at = jsonCount(event.at);
    if (at === undefined || typeof event.type !== 'string') return this.#skip('it is no event: `at` or `type` is missing');
    this.#happens(event, event.type, Math.min(at, LAST_TIME));
  }

  #happens(event: JsonObject, type: string, at: number): void {
    if (type === 'connection') this.#takeConnection(jsonObject(event.connection), at);
    if (type === 'exchange') this.#takeExchange(jsonObject(event.exchange), at);
    if (type === 'evicted' && event.what === 'exchange') this.#exchanges.forget(jsonText(event.id) ?? '');
    if (type === 'fault') this.#takeFault(event, at);
  }

  #takeConnection(view: JsonObject | undefined, at: number): void {
    const problem = view ? this.#connections.take(view, at) : 'it has no connection';
    if (problem !== undefined) this.#skip(problem);
  }

  #takeExchange(view: JsonObject | undefined, at: number): void {
    const id = jsonText(view?.id);
    const connection = jsonText(view?.connection);
    if (!view || !id || !connection) return this.#skip('it has no exchange with an id on a connection');
    const beganAt = jsonCount(jsonObject(view.request)?.startedAt) ?? at;
    if (this.#connections.ensure(connection, Math.min(beganAt, at)) === 'unknown')
      this.#skip(`${connection} was not opened in what is left of the file: it begins here`, connection);
    this.#exchanges.take(id, connection, view, Math.max(at, this.#connections.openedAt(connection)));
  }

  #takeFault({ code, message, connection }: JsonObject, at: number): void {
    const on = jsonText(connection);
    const told = { code: jsonText(code) ?? 'unknown', message: jsonText(message) ?? '' };
    this.#order.add({ type: 'fault', at, ...told, ...(on !== undefined && this.#connections.isOpen(on) && { connection: on }) });
  }

  #tellLeftOut({ events, reason }: JsonObject): void {
    const { number } = this.#lines;
    const why = jsonText(reason) ?? 'it is not said why';
    this.#target.tell(
      'capture-lacking',
      String(number),
      () => `Line ${number}: ${jsonCount(events) ?? 'some'} events were left out here: ${why}.`,
    );
  }

  #tellLacks(): void {
    const { bodyBytes, unreadable } = this.#exchanges;
    if (this.#exchanges.count === 0) return;
    const odd = unreadable > 0 ? `; ${unreadable} stretches that were no HTTP are read as missing bytes` : '';
    this.#target.tell(
      'capture-lacking',
      '',
      () => `The events have no bodies (${bodyBytes} bytes), and heads without the bytes that they were sent in${odd}.`,
    );
    const { late } = this.#order;
    if (late > 0)
      this.#target.tell('capture-limit', 'order', () => `${late} events are told so late that they are read out of their order.`);
  }

  #skip(problem: string, about?: string): void {
    const { number } = this.#lines;
    this.#target.tell('capture-skipped', about ?? String(number), () => `Line ${number}: ${problem}.`);
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
