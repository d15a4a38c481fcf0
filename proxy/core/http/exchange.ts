import type { Draft } from './draft.ts';
import type { HttpRequest, HttpResponse, ResponseHead } from './message.ts';

/** Where an exchange stands. `unsolicited`: an answer without a request. `malformed`: bytes that are no HTTP message. */
export type ExchangeOutcome = 'sending' | 'waiting' | 'answering' | 'answered' | 'cut-off' | 'tunnel' | 'unsolicited' | 'malformed';

/** How an exchange was cut off: who ended its connection, and in what way. */
export interface CutOff {
  readonly by: 'client' | 'server' | 'proxy';
  readonly how: 'fin' | 'reset' | 'failed' | 'shutdown';
  readonly reason?: string;
}

/** More 1xx answers to one request than these are read, but not kept. */
export const MAX_INTERIM = 100;

/** A stretch of bytes that could not be read as HTTP. */
export interface Unreadable {
  readonly from: 'client' | 'server';
  readonly reason: string;
  /** Where it begins in its direction's bytes. */
  readonly offset: number;
}

/** One request and its answer: whole new values, never changed in place. */
export interface Exchange {
  /** `x1`, `x2`, … in the order in which requests began. */
  readonly id: string;
  readonly connection: string;
  /** Which exchange on its connection, from 1. */
  readonly index: number;
  readonly request?: HttpRequest;
  readonly response?: HttpResponse;
  /** 1xx answers before the final one, `MAX_INTERIM` at most. */
  readonly interim: readonly ResponseHead[];
  /** `proxy` where the tap had to answer itself. */
  readonly answeredBy?: 'server' | 'proxy';
  readonly outcome: ExchangeOutcome;
  readonly cutOff?: CutOff;
  readonly unreadable?: Unreadable;
  /** What the tap changed on the way, in words. */
  readonly rewrites: readonly string[];
}

const NONE: readonly never[] = [];

export function beginExchange(id: string, connection: string, index: number, outcome: ExchangeOutcome): Draft<Exchange> {
  return { id, connection, index, interim: NONE, rewrites: NONE, outcome };
}

/** A copy to work on, property by property: see `copySession`. */
export function copyExchange(exchange: Exchange, outcome = exchange.outcome): Draft<Exchange> {
  const { id, connection, index, interim, rewrites } = exchange;
  const copy: Draft<Exchange> = { id, connection, index, interim, rewrites, outcome };
  copyParts(exchange, copy);
  return copy;
}

/** The exchange when its connection is gone. */
export function cutShort(exchange: Exchange, cutOff: CutOff): Exchange {
  return { ...exchange, cutOff, outcome: exchange.outcome === 'answered' ? 'answered' : 'cut-off' };
}

/** What an exchange has only when it came to it. */
export function copyParts({ request, response, answeredBy, cutOff, unreadable }: Exchange, copy: Draft<Exchange>): void {
  if (request) copy.request = request;
  if (response) copy.response = response;
  if (answeredBy) copy.answeredBy = answeredBy;
  if (cutOff) copy.cutOff = cutOff;
  if (unreadable) copy.unreadable = unreadable;
}

/** What moved an exchange. `request-body` and `response-body` come at most once for what was fed at once. */
export type Moment =
  | 'request-head'
  | 'request-body'
  | 'request-end'
  | 'interim'
  | 'response-head'
  | 'response-body'
  | 'response-end'
  | 'tunnel'
  | 'rewritten'
  | 'cut-off'
  | 'unreadable'
  | 'evicted';

export interface ExchangeStep {
  readonly moment: Moment;
  readonly exchange: Exchange;
  readonly at: number;
}
