import type { BodyStretches } from './body-stretches.ts';
import { beginExchange, type CutOff, copyExchange, cutShort, type Exchange, type ExchangeStep, MAX_INTERIM } from './exchange.ts';
import type { FramedHead, Framing, Header, RequestHead, ResponseHead } from './message.ts';
import { complete, MessageFlow, type Open } from './message-flow.ts';
import { type ReaderOptions, requestReader, responseReader } from './reader.ts';
import type { ReaderEvent } from './reader-event.ts';

export interface PairingOptions extends ReaderOptions {
  readonly nextId: () => string;
  /** Exchanges that may wait for their answer; beyond it the oldest is given up. Default 1000. */
  readonly maxPending?: number;
}

/**
 * Pairs the two directions of one connection: the next answer belongs to the oldest request that waits. Answers may come
 * early, requests may be pipelined, and both ends may say things that nobody can read.
 */
export class Pairing {
  readonly #connection: string;
  readonly #nextId: () => string;
  readonly #maxPending: number;
  readonly #requests: MessageFlow<RequestHead>;
  readonly #responses: MessageFlow<ResponseHead>;
  readonly #takeRequest = (event: ReaderEvent<RequestHead>) => this.#request(event);
  readonly #takeResponse = (event: ReaderEvent<ResponseHead>) => this.#response(event);
  /** Requests without a complete answer, the oldest first. */
  readonly #waiting: Open[] = [];
  /** How many requests, older than those that wait for an answer to begin, were given up: their answers come first. */
  #givenUp = 0;
  #latest: Open | undefined;
  #count = 0;
  /** Of what is being read: when it came, who answers, and what it led to. */
  #at = 0;
  #answeredBy: 'server' | 'proxy' = 'server';
  #steps: ExchangeStep[] = [];

  constructor(connection: string, { nextId, maxPending = 1000, ...options }: PairingOptions) {
    this.#connection = connection;
    this.#nextId = nextId;
    this.#maxPending = maxPending;
    this.#requests = new MessageFlow('request', requestReader(options));
    this.#responses = new MessageFlow(
      'response',
      responseReader(() => this.#nextToAnswer()?.exchange.request?.head.method, options),
    );
  }

  /** Exchanges that wait for an answer, or for the rest of it. */
  get pending(): number {
    return this.#waiting.length;
  }

  /** `known`: the request head that the bytes are, where that is known. `frame`: see `WireEvent`. `bodies` is told which are body. */
  read(from: CutOff['by'], bytes: Uint8Array, at: number, known?: FramedHead, frame?: number, bodies?: BodyStretches): ExchangeStep[] {
    this.#start(at);
    if (from !== 'client') this.#answeredBy = from;
    if (from === 'client') this.#requests.read(bytes, at, this.#takeRequest, known, frame, bodies);
    else this.#responses.read(bytes, at, this.#takeResponse, undefined, frame, bodies);
    return this.#grown(from);
  }

  /** So many bytes of a side are missing. */
  miss(from: 'client' | 'server', bytes: number, at: number): ExchangeStep[] {
    this.#start(at);
    if (from === 'client') this.#requests.reader.miss(bytes, this.#takeRequest);
    else this.#responses.reader.miss(bytes, this.#takeResponse);
    return this.#grown(from);
  }

  /** A side has sent its FIN: that may be the end of an answer. */
  ended(by: 'client' | 'server', at: number): ExchangeStep[] {
    this.#start(at);
    this.#end(by);
    return this.#steps;
  }

  /** The connection is gone: what was still open will never be answered. An orderly end may be the end of an answer. */
  closed(cutOff: CutOff, at: number): ExchangeStep[] {
    this.#start(at);
    if (cutOff.how === 'fin' && cutOff.by === 'server') this.#end('server');
    if (this.#requests.reader.pending > 0) this.#end('client');
    const passing = [this.#requests.leave(), this.#responses.leave()].filter((open) => open !== undefined);
    for (const open of new Set([...this.#waiting, ...passing])) this.#put(open, 'cut-off', cutShort(open.exchange, cutOff));
    this.#waiting.length = 0;
    this.#givenUp = 0;
    return this.#steps;
  }

  /** Something of the request whose head came last was rewritten on the way. */
  rewritten(what: string, at: number): ExchangeStep[] {
    this.#start(at);
    const open = this.#latest;
    if (!open) return this.#steps;
    const exchange = copyExchange(open.exchange);
    exchange.rewrites = [...exchange.rewrites, what];
    this.#put(open, 'rewritten', exchange);
    return this.#steps;
  }

  #start(at: number): void {
    this.#steps = [];
    this.#at = at;
  }

  #grown(from: CutOff['by']): ExchangeStep[] {
    const exchange = from === 'client' ? this.#requests.count() : this.#responses.count();
    if (exchange) this.#steps.push({ moment: from === 'client' ? 'request-body' : 'response-body', exchange, at: this.#at });
    return this.#steps;
  }

  #end(by: 'client' | 'server'): void {
    if (by === 'client') for (const event of this.#requests.reader.end()) this.#request(event);
    else for (const event of this.#responses.reader.end()) this.#response(event);
  }

  #request(event: ReaderEvent<RequestHead>): void {
    switch (event.type) {
      case 'head':
        return this.#beginRequest(event.head, event.framing);
      case 'body':
      case 'missing':
        return this.#requests.grow(event);
      case 'end':
        return this.#endRequest(event.trailers);
      case 'malformed':
        return this.#unreadable('client', event.reason, event.offset);
      case 'resumed':
      case 'tunnel':
        return;
    }
  }

  #beginRequest(head: RequestHead, framing: Framing): void {
    const exchange = this.#begin('sending');
    exchange.request = this.#requests.begin(head, framing, this.#at);
    const open = { exchange };
    this.#waiting.push(open);
    this.#requests.open = open;
    this.#latest = open;
    this.#put(open, 'request-head', exchange);
    if (this.#waiting.length > this.#maxPending) this.#evict();
  }

  #begin(outcome: Exchange['outcome']) {
    this.#count += 1;
    return beginExchange(this.#nextId(), this.#connection, this.#count, outcome);
  }

  #evict(): void {
    const oldest = this.#waiting.shift();
    if (!oldest) return;
    if (oldest !== this.#responses.open) this.#givenUp += 1;
    this.#put(oldest, 'evicted', oldest.exchange);
  }

  #endRequest(trailers: readonly Header[] | undefined): void {
    const open = this.#requests.leave();
    const request = open?.exchange.request;
    if (!open || !request) return;
    const exchange = copyExchange(open.exchange, open.exchange.outcome === 'sending' ? 'waiting' : open.exchange.outcome);
    exchange.request = complete(request, trailers, this.#at);
    this.#put(open, 'request-end', exchange);
  }

  #response(event: ReaderEvent<ResponseHead>): void {
    switch (event.type) {
      case 'head':
        return this.#beginResponse(event.head, event.framing);
      case 'body':
      case 'missing':
        return this.#responses.grow(event);
      case 'end':
        return this.#endResponse(event.trailers);
      case 'malformed':
        return this.#unreadable('server', event.reason, event.offset);
      case 'tunnel':
        return this.#tunnel();
      case 'resumed':
        return;
    }
  }

  /** The answer to a request that was given up is put to an exchange without a request, so that the others keep theirs. */
  #nextToAnswer(): Open | undefined {
    if (this.#givenUp === 0 || this.#responses.open) return this.#waiting[0];
    this.#givenUp -= 1;
    return this.#await();
  }

  /** An answer comes first whose request nobody saw. */
  #await(): Open {
    const open = { exchange: this.#begin('unsolicited') };
    this.#waiting.unshift(open);
    return open;
  }

  #beginResponse(head: ResponseHead, framing: Framing): void {
    const open = this.#nextToAnswer() ?? this.#await();
    if (head.status < 200 && framing.kind === 'none') return this.#interim(open, head);
    this.#responses.open = open;
    const exchange = copyExchange(open.exchange, open.exchange.request ? 'answering' : 'unsolicited');
    exchange.response = this.#responses.begin(head, framing, this.#at);
    exchange.answeredBy = this.#answeredBy;
    this.#put(open, 'response-head', exchange);
  }

  #interim(open: Open, head: ResponseHead): void {
    const { interim } = open.exchange;
    if (interim.length < MAX_INTERIM) this.#put(open, 'interim', { ...open.exchange, interim: [...interim, head] });
  }

  #endResponse(trailers: readonly Header[] | undefined): void {
    const open = this.#responses.leave();
    const response = open?.exchange.response;
    if (!open || !response) return;
    this.#answered(open);
    const exchange = copyExchange(open.exchange, open.exchange.request ? 'answered' : 'unsolicited');
    exchange.response = complete(response, trailers, this.#at);
    this.#put(open, 'response-end', exchange);
  }

  #tunnel(): void {
    const open = this.#responses.leaveHttp();
    this.#requests.leaveHttp();
    if (!open) return;
    this.#answered(open);
    this.#put(open, 'tunnel', { ...open.exchange, outcome: 'tunnel' });
  }

  /** Bytes that are no HTTP: they spoil the exchange that they stand in, or are one of their own. */
  #unreadable(from: 'client' | 'server', reason: string, offset: number): void {
    const flow = from === 'client' ? this.#requests : this.#responses;
    const touched = flow.leave() ?? (from === 'server' ? this.#nextToAnswer() : undefined);
    const open = touched ?? { exchange: this.#begin('malformed') };
    this.#answered(open);
    this.#put(open, 'unreadable', { ...open.exchange, unreadable: { from, reason, offset }, outcome: 'malformed' });
  }

  /** It waits for no answer any more. Mostly it is the oldest. */
  #answered(open: Open): void {
    const index = this.#waiting.indexOf(open);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  #put(open: Open, moment: ExchangeStep['moment'], exchange: Exchange): void {
    open.exchange = exchange;
    this.#steps.push({ moment, exchange, at: this.#at });
  }
}
