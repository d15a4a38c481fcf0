import type { CutOff, Exchange, ExchangeStep, Moment } from './exchange.ts';
import type { HttpMessage, RequestHead, ResponseHead } from './message.ts';
import { type HttpReader, type ReaderEvent, type ReaderOptions, requestReader, responseReader } from './reader.ts';

export interface PairingOptions extends ReaderOptions {
  readonly nextId: () => string;
  /** Exchanges that may wait for their answer; beyond it the oldest is given up. Default 1000. */
  readonly maxPending?: number;
}

const DEFAULT_MAX_PENDING = 1000;

/** An exchange that is still open; its value is replaced as it grows. */
interface Open {
  exchange: Exchange;
}

/**
 * Pairs the two directions of one connection: the next answer belongs to the oldest request that waits. Answers may come
 * early, requests may be pipelined, and both ends may say things that nobody can read.
 */
export class Pairing {
  readonly #connection: string;
  readonly #nextId: () => string;
  readonly #maxPending: number;
  readonly #requests: HttpReader<RequestHead>;
  readonly #responses: HttpReader<ResponseHead>;
  /** Requests without a complete answer, the oldest first. */
  readonly #waiting: Open[] = [];
  /** The request, and the answer, whose bytes are coming. */
  #sending: Open | undefined;
  #answering: Open | undefined;
  #latest: Open | undefined;
  #count = 0;
  #startedAt = { client: 0, server: 0 };
  #steps: ExchangeStep[] = [];

  constructor(connection: string, { nextId, maxPending = DEFAULT_MAX_PENDING, ...options }: PairingOptions) {
    this.#connection = connection;
    this.#nextId = nextId;
    this.#maxPending = maxPending;
    this.#requests = requestReader(options);
    this.#responses = responseReader(() => this.#waiting[0]?.exchange.request?.head.method, options);
  }

  get pending(): number {
    return this.#waiting.length;
  }

  read(from: 'client' | 'server' | 'proxy', bytes: Uint8Array, at: number): ExchangeStep[] {
    this.#steps = [];
    if (from === 'client') this.#readRequests(bytes, at);
    else this.#readResponses(bytes, at, from);
    return this.#steps;
  }

  /** A side has sent its FIN: that may be the end of an answer. */
  ended(by: 'client' | 'server', at: number): ExchangeStep[] {
    this.#steps = [];
    if (by === 'client') for (const event of this.#requests.end()) this.#takeRequest(event, at);
    else for (const event of this.#responses.end()) this.#takeResponse(event, at, 'server');
    return this.#steps;
  }

  /** The connection is gone: what was still open will never be answered. An orderly end may be the end of an answer. */
  closed(cutOff: CutOff, at: number): ExchangeStep[] {
    this.#steps = [];
    if (cutOff.how === 'fin' && cutOff.by === 'server') for (const event of this.#responses.end()) this.#takeResponse(event, at, 'server');
    if (this.#requests.pending > 0) for (const event of this.#requests.end()) this.#takeRequest(event, at);
    const open = new Set([...this.#waiting, ...(this.#sending ? [this.#sending] : []), ...(this.#answering ? [this.#answering] : [])]);
    for (const entry of open) this.#cutOff(entry, cutOff, at);
    this.#waiting.length = 0;
    return this.#steps;
  }

  /** Something of the request whose head came last was rewritten on the way. */
  rewritten(what: string, at: number): ExchangeStep[] {
    this.#steps = [];
    if (this.#latest)
      this.#put(this.#latest, 'rewritten', { ...this.#latest.exchange, rewrites: [...this.#latest.exchange.rewrites, what] }, at);
    return this.#steps;
  }

  #readRequests(bytes: Uint8Array, at: number): void {
    if (this.#requests.idle) this.#startedAt.client = at;
    const grown = this.#sending?.exchange.request?.bodyLength;
    for (const event of this.#requests.read(bytes)) this.#takeRequest(event, at);
    if (this.#requests.pending > 0 && this.#steps.length > 0) this.#startedAt.client = at;
    this.#tellGrown(this.#sending, 'request', grown, at);
  }

  #readResponses(bytes: Uint8Array, at: number, from: 'server' | 'proxy'): void {
    if (this.#responses.idle) this.#startedAt.server = at;
    const grown = this.#answering?.exchange.response?.bodyLength;
    for (const event of this.#responses.read(bytes)) this.#takeResponse(event, at, from);
    if (this.#responses.pending > 0 && this.#steps.length > 0) this.#startedAt.server = at;
    this.#tellGrown(this.#answering, 'response', grown, at);
  }

  #tellGrown(open: Open | undefined, which: 'request' | 'response', before: number | undefined, at: number): void {
    const length = open?.exchange[which]?.bodyLength ?? 0;
    if (open && length > 0 && length !== before) this.#steps.push({ moment: `${which}-body`, exchange: open.exchange, at });
  }

  #takeRequest(event: ReaderEvent<RequestHead>, at: number): void {
    switch (event.type) {
      case 'head':
        return this.#beginRequest(event.head, event.framing, at);
      case 'body':
        return this.#grow(this.#sending, 'request', event.bytes.length);
      case 'end':
        return this.#endRequest(event.trailers, at);
      case 'malformed':
        return this.#unreadable('client', event.reason, event.offset, at);
      case 'resumed':
      case 'tunnel':
        this.#startedAt.client = at;
        return;
    }
  }

  #beginRequest(head: RequestHead, framing: HttpMessage<RequestHead>['framing'], at: number): void {
    const request = { head, framing, startedAt: this.#startedAt.client, headAt: at, bodyLength: 0 };
    const open = this.#open({ request, outcome: 'sending' });
    this.#startedAt.client = at;
    this.#waiting.push(open);
    this.#sending = open;
    this.#latest = open;
    this.#steps.push({ moment: 'request-head', exchange: open.exchange, at });
    if (this.#waiting.length > this.#maxPending) this.#evict(at);
  }

  #open(exchange: Pick<Exchange, 'request' | 'response' | 'unreadable' | 'answeredBy' | 'outcome'>): Open {
    this.#count += 1;
    return {
      exchange: { id: this.#nextId(), connection: this.#connection, index: this.#count, interim: NONE, rewrites: NONE, ...exchange },
    };
  }

  #evict(at: number): void {
    const oldest = this.#waiting.shift();
    if (oldest) this.#steps.push({ moment: 'evicted', exchange: oldest.exchange, at });
  }

  #grow(open: Open | undefined, which: 'request' | 'response', bytes: number): void {
    const message = open?.exchange[which];
    if (open && message) open.exchange = { ...open.exchange, [which]: { ...message, bodyLength: message.bodyLength + bytes } };
  }

  #endRequest(trailers: HttpMessage<RequestHead>['trailers'], at: number): void {
    const open = this.#sending;
    this.#sending = undefined;
    const request = open?.exchange.request;
    if (!open || !request) return;
    const outcome = open.exchange.outcome === 'sending' ? 'waiting' : open.exchange.outcome;
    this.#put(open, 'request-end', { ...open.exchange, request: ended(request, trailers, at), outcome }, at);
  }

  #takeResponse(event: ReaderEvent<ResponseHead>, at: number, from: 'server' | 'proxy'): void {
    switch (event.type) {
      case 'head':
        return this.#beginResponse(event.head, event.framing, at, from);
      case 'body':
        return this.#grow(this.#answering, 'response', event.bytes.length);
      case 'end':
        return this.#endResponse(event.trailers, at);
      case 'malformed':
        return this.#unreadable('server', event.reason, event.offset, at);
      case 'tunnel':
        return this.#tunnel(at);
      case 'resumed':
        this.#startedAt.server = at;
        return;
    }
  }

  #beginResponse(head: ResponseHead, framing: HttpMessage<ResponseHead>['framing'], at: number, answeredBy: 'server' | 'proxy'): void {
    if (head.status < 200 && framing.kind === 'none') return this.#interim(head, at);
    const response = { head, framing, startedAt: this.#startedAt.server, headAt: at, bodyLength: 0 };
    const [open = this.#open({ outcome: 'unsolicited' })] = this.#waiting;
    this.#startedAt.server = at;
    this.#answering = open;
    const outcome = open.exchange.request ? 'answering' : 'unsolicited';
    this.#put(open, 'response-head', { response, answeredBy, ...open.exchange, outcome }, at);
  }

  #interim(head: ResponseHead, at: number): void {
    const [open] = this.#waiting;
    this.#startedAt.server = at;
    if (open) this.#put(open, 'interim', { ...open.exchange, interim: [...open.exchange.interim, head] }, at);
  }

  #endResponse(trailers: HttpMessage<ResponseHead>['trailers'], at: number): void {
    const open = this.#answering;
    const response = open?.exchange.response;
    this.#answering = undefined;
    if (!open || !response) return;
    this.#leave(open);
    const outcome = open.exchange.request ? 'answered' : 'unsolicited';
    this.#put(open, 'response-end', { ...open.exchange, response: ended(response, trailers, at), outcome }, at);
  }

  #tunnel(at: number): void {
    const open = this.#answering;
    this.#answering = undefined;
    this.#requests.enterTunnel();
    if (!open) return;
    this.#leave(open);
    this.#put(open, 'tunnel', { ...open.exchange, outcome: 'tunnel' }, at);
  }

  /** Bytes that are no HTTP: they spoil the exchange that they stand in, or are one of their own. */
  #unreadable(from: 'client' | 'server', reason: string, offset: number, at: number): void {
    const touched = from === 'client' ? this.#sending : (this.#answering ?? this.#waiting[0]);
    const open = touched ?? this.#open({ outcome: 'malformed' });
    if (from === 'client') this.#sending = undefined;
    else this.#answering = undefined;
    this.#leave(open);
    this.#put(open, 'unreadable', { ...open.exchange, unreadable: { from, reason, offset }, outcome: 'malformed' }, at);
  }

  #cutOff(open: Open, cutOff: CutOff, at: number): void {
    const outcome = open.exchange.outcome === 'answered' ? 'answered' : 'cut-off';
    this.#put(open, 'cut-off', { ...open.exchange, cutOff, outcome }, at);
    if (this.#sending === open) this.#sending = undefined;
    if (this.#answering === open) this.#answering = undefined;
  }

  #leave(open: Open): void {
    const index = this.#waiting.indexOf(open);
    if (index === 0) this.#waiting.shift();
    else if (index > 0) this.#waiting.splice(index, 1);
  }

  #put(open: Open, moment: Moment, exchange: Exchange, at: number): void {
    open.exchange = exchange;
    this.#steps.push({ moment, exchange, at });
  }
}

const NONE: readonly never[] = [];

// Here and wherever packets pass by the thousand: a new property stands before the spread, because V8 copies an object
// with the properties that it has several times faster than it adds one to a copy.
function ended<H extends RequestHead | ResponseHead>(
  message: HttpMessage<H>,
  trailers: HttpMessage<H>['trailers'],
  endedAt: number,
): HttpMessage<H> {
  return trailers ? { endedAt, trailers, ...message } : { endedAt, ...message };
}
