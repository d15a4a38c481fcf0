/** Messages that differ from good ones in one thing; their framing is what the reader would say of them. */
import { decodeAnswer } from '../../proxy/core/bits/decode.ts';
import type { CutOff, Exchange } from '../../proxy/core/http/exchange.ts';
import { requestFraming, responseFraming } from '../../proxy/core/http/framing.ts';
import type { Header, HttpRequest, HttpResponse } from '../../proxy/core/http/message.ts';
import type { Case } from '../../proxy/core/rules/case.ts';
import { type MessageOptions, request, response } from './exchange.ts';

interface Changes extends MessageOptions {
  readonly method?: string;
  readonly target?: string;
  /** Headers to leave out, in the spelling in which they are there. */
  readonly without?: readonly string[];
  readonly plus?: readonly Header[];
}

export function altered(message: HttpRequest, { method, target, without = [], plus = [], ...options }: Changes): HttpRequest {
  const { head, bodyLength, startedAt } = message;
  const headers = [...head.headers.filter(([name]) => !without.includes(name)), ...plus];
  const made = request(method ?? head.method, target ?? head.target, headers, {
    ...{ version: head.version, bodyLength, startedAt },
    ...options,
  });
  return { ...made, framing: requestFraming(made.head) };
}

export function alteredAnswer(message: HttpResponse, { without = [], plus = [], ...options }: Changes): HttpResponse {
  const { head, bodyLength, startedAt } = message;
  const headers = [...head.headers.filter(([name]) => !without.includes(name)), ...plus];
  const made = response(head.status, headers, { version: head.version, bodyLength, startedAt, ...options });
  return { ...made, framing: responseFraming(made.head, 'BITS_POST') };
}

/** The same case, cut off at this time after what had come of the answer. */
export function cutOffCase(
  judged: Case,
  cutOff: CutOff,
  { response: begun, at = 1100 }: { response?: HttpResponse; at?: number } = {},
): Case {
  const { response: _, answeredBy: __, ...rest } = judged.exchange;
  const exchange: Exchange = { ...rest, outcome: 'cut-off', cutOff, ...(begun && { response: begun, answeredBy: 'server' as const }) };
  return { ...judged, exchange, ack: decodeAnswer(exchange, judged.request, at) };
}
