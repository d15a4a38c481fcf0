/** Exchanges as literals, for tests that need no bytes: complete and answered unless told otherwise. */
import { parseDecimal } from '../../proxy/core/bits/decimal.ts';
import type { Exchange } from '../../proxy/core/http/exchange.ts';
import type { Header, HttpRequest, HttpResponse } from '../../proxy/core/http/message.ts';

/** By name, or as lines where order, repeats or several spellings of one name matter. */
export type HeaderList = Readonly<Record<string, string>> | readonly Header[];

export interface MessageOptions {
  readonly version?: string;
  /** When its first byte was seen, and when its last, ms; a `partial` message has no end. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly state?: 'complete' | 'partial';
  /** Body bytes that came; as many as `Content-Length` says unless told otherwise. */
  readonly bodyLength?: number;
}

export function request(method: string, target: string, headers: HeaderList = {}, options: MessageOptions = {}): HttpRequest {
  const head = { method, target, ...headOf(headers, options, `${method} ${target}`) };
  return { head, ...messageOf(head.headers, { startedAt: 1000, ...options }) };
}

export function response(
  status: number,
  headers: HeaderList = {},
  options: MessageOptions & { readonly reason?: string } = {},
): HttpResponse {
  const { reason = '' } = options;
  const head = { status, reason, ...headOf(headers, options, `${status} ${reason}`) };
  return { head, ...messageOf(head.headers, { startedAt: 1100, ...options }) };
}

/** `x1` on `c1`: answered where there is an answer, else waiting. */
export function exchange(parts: Partial<Exchange>): Exchange {
  const outcome = parts.response ? 'answered' : 'waiting';
  const answeredBy = parts.response && { answeredBy: 'server' as const };
  return { id: 'x1', connection: 'c1', index: 1, interim: [], rewrites: [], outcome, ...answeredBy, ...parts };
}

function headOf(headers: HeaderList, { version = '1.1' }: MessageOptions, startLine: string) {
  const length = lines(headers).reduce(
    (sum, [name, value]) => sum + `${name}: ${value}\r\n`.length,
    `${startLine} HTTP/1.1\r\n\r\n`.length,
  );
  return { version, headers: lines(headers), anomalies: [], offset: 0, length };
}

function messageOf(headers: readonly Header[], options: MessageOptions & { readonly startedAt: number }) {
  const { startedAt, endedAt = startedAt, state = 'complete' } = options;
  const text = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  const length = parseDecimal(text ?? '');
  const framing = length === undefined ? ({ kind: 'none' } as const) : ({ kind: 'length', length } as const);
  return {
    startedAt,
    headAt: startedAt,
    framing,
    bodyLength: options.bodyLength ?? length ?? 0,
    ...(state === 'complete' && { endedAt }),
  };
}

function lines(headers: HeaderList): readonly Header[] {
  return isLines(headers) ? headers : Object.entries(headers);
}

function isLines(headers: HeaderList): headers is readonly Header[] {
  return Array.isArray(headers);
}
