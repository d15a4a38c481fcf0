import { responseFraming } from '../http/framing.ts';
import { parseRequestHead, parseResponseHead } from '../http/head.ts';
import { header, type RequestHead, type ResponseHead } from '../http/message.ts';
import type { WireEvent } from '../wire.ts';
import type { FormatTarget } from './format-target.ts';
import { headText } from './message-bytes.ts';
import { TimeOrder } from './time-order.ts';
import { messageEvents, type ToldEnd, type ToldExchange, type ToldMessage } from './told-exchange.ts';

/** A connection that was told, or made up; it is free when its last exchange is over. */
interface Lane {
  readonly id: string;
  freeAt: number;
  server: string | undefined;
}

/**
 * Makes wire events of exchanges: in the order of their times over all connections. What shares a connection in the file shares
 * one here; where the file does not tell, those of the same two parties that fit behind each other do. Exchanges that
 * overlap (HTTP/2) get connections of their own.
 */
export class ExchangeWeaver {
  readonly #target: FormatTarget;
  readonly #order: TimeOrder;
  /** By what the exchanges on them have in common; what was used last is last. */
  readonly #lanes = new Map<string, Lane[]>();
  #open = 0;
  #connections = 0;

  constructor(target: FormatTarget) {
    this.#target = target;
    this.#order = new TimeOrder((event) => target.event(event), target.limits.maxHeldBytesInAll);
  }

  /** The bytes in it must stay as they are. Times that contradict each other are put right. */
  take(told: ToldExchange): void {
    const exchange = inOrder(told);
    const lane = this.#laneFor(exchange);
    const { request, response, server, answeredBy = 'server' } = exchange;
    if (server !== undefined && server !== lane.server)
      this.#order.add({ type: 'routed', at: request.startedAt, connection: lane.id, server });
    lane.server = server ?? lane.server;
    this.#add(messageEvents(lane.id, 'client', request));
    if (response) this.#add(messageEvents(lane.id, answeredBy, response));
    const over = overAt(exchange);
    lane.freeAt = isTunnel(exchange) ? Number.POSITIVE_INFINITY : over;
    const end = exchange.end ?? endOf(exchange, over);
    if (end) this.#close(exchange, lane, { ...end, at: Math.max(end.at, over) });
  }

  end(): void {
    this.#order.flush();
    const { late } = this.#order;
    if (late > 0)
      this.#target.tell(
        'capture-limit',
        'order',
        () => `The exchanges in the file are not in the order of their times, and too much lies between: ${late} events are read too late.`,
      );
  }

  #laneFor(exchange: ToldExchange): Lane {
    const key = keyOf(exchange);
    const lanes = this.#lanes.get(key) ?? [];
    const free = lanes.find(({ freeAt }) => freeAt <= exchange.request.startedAt);
    this.#lanes.delete(key);
    this.#lanes.set(key, lanes);
    if (free) return free;
    const lane = this.#openLane(exchange);
    lanes.push(lane);
    return lane;
  }

  #openLane({ client, server, openedAt, request }: ToldExchange): Lane {
    this.#connections += 1;
    this.#open += 1;
    const id = `c${this.#connections}`;
    const at = Math.min(openedAt ?? request.startedAt, request.startedAt);
    this.#order.add({ type: 'opened', at, connection: id, client, ...(server !== undefined && { server }) });
    if (this.#open > this.#target.limits.maxConnections) this.#forgetOldest();
    return { id, freeAt: at, server };
  }

  #forgetOldest(): void {
    for (const [key, lanes] of this.#lanes) {
      this.#lanes.delete(key);
      this.#open -= lanes.length;
      if (lanes.length > 0) return;
    }
  }

  #close(exchange: ToldExchange, lane: Lane, end: ToldEnd): void {
    const lanes = this.#lanes.get(keyOf(exchange)) ?? [];
    lanes.splice(lanes.indexOf(lane), 1);
    this.#open -= 1;
    this.#order.add({ type: 'closed', connection: lane.id, ...end });
  }

  #add(events: Iterable<WireEvent>): void {
    for (const event of events) this.#order.add(event);
  }
}

function keyOf({ connection, client, server = '' }: ToldExchange): string {
  return JSON.stringify(connection === undefined ? [client, server] : [connection]);
}

/** No answer before its request, and no end before its beginning. */
function inOrder(exchange: ToldExchange): ToldExchange {
  const request = notBefore(exchange.request, 0);
  const response = exchange.response && notBefore(exchange.response, request.headAt);
  return { ...exchange, request, response };
}

function notBefore(message: ToldMessage, at: number): ToldMessage {
  const startedAt = Math.max(message.startedAt, at);
  const headAt = Math.max(message.headAt, startedAt);
  const { endedAt } = message;
  return { ...message, startedAt, headAt, ...(endedAt !== undefined && { endedAt: Math.max(endedAt, headAt) }) };
}

function overAt({ request, response }: ToldExchange): number {
  return Math.max(request.endedAt ?? request.headAt, response?.endedAt ?? response?.headAt ?? 0);
}

/** An answer that says that its connection closes, or that ends only with it. */
function endOf(exchange: ToldExchange, at: number): ToldEnd | undefined {
  const head = responseHead(exchange);
  if (!head || exchange.response?.endedAt === undefined) return undefined;
  const untilClose = responseFraming(head, requestHead(exchange).method).kind === 'until-close';
  const announced = header(head.headers, 'Connection')?.toLowerCase().includes('close');
  return untilClose || announced ? { at, by: 'server', how: 'fin' } : undefined;
}

function isTunnel(exchange: ToldExchange): boolean {
  const head = responseHead(exchange);
  return head !== undefined && responseFraming(head, requestHead(exchange).method).kind === 'tunnel';
}

function requestHead({ request }: ToldExchange): RequestHead {
  return parseRequestHead(headText(request.head), 0);
}

function responseHead({ response }: ToldExchange): ResponseHead | undefined {
  if (!response) return undefined;
  return parseResponseHead(headText(response.head), 0);
}
