import { STATUS_CODES } from 'node:http';
import { ERROR, ERROR_CODE, ERROR_CONTEXT, PACKET_TYPE } from '../../core/bits/headers.ts';
import { CONTEXT_SERVER, formatErrorContext, formatHresult } from '../../core/bits/hresult.ts';
import type { Header } from '../../core/http/message.ts';
import { REFUSALS, type Refusal } from './refusal.ts';

/** A final answer; `Content-Length`, `Date` and the like are added on the way out. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body?: Uint8Array;
}

/** An Ack: never with a body [BUP §2.2.3.3, …]. */
export function ack(headers: readonly Header[] = [], status = 200): Answer {
  return { status, headers: [['Pragma', 'no-cache'], [PACKET_TYPE, 'Ack'], ...headers] };
}

/** The Ack that says no. The error goes out under both of its names: the spec has one, the docs the other (E1). */
export function refusalAck({ kind }: Refusal, headers: readonly Header[] = []): Answer {
  const { status, error } = REFUSALS[kind];
  if (error === undefined) return ack(headers, status);
  const code = formatHresult(error);
  const errorHeaders: Header[] = [
    [ERROR, code],
    [ERROR_CODE, code],
    [ERROR_CONTEXT, formatErrorContext(CONTEXT_SERVER)],
  ];
  return ack([...headers, ...errorHeaders], status);
}

/** An answer to ordinary HTTP, for people. */
export function text(status: number, line: string, headers: readonly Header[] = []): Answer {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers], body: Buffer.from(`${line}\n`) };
}

/** What `Connection` says; nothing where the version's default holds [RFC 9112 §9.3]. */
export type Persistence = 'close' | 'keep-alive' | undefined;

/** An answer's head as it goes on the wire. Always HTTP/1.1: Windows takes nothing else [BUP §2.2.1]. */
export function renderHead({ status, headers, body }: Answer, persistence: Persistence): Uint8Array {
  const first: Header[] = [
    ['Date', new Date().toUTCString()],
    ['Server', 'bitstap'],
  ];
  const last: Header[] = [['Content-Length', String(body?.length ?? 0)], ...(persistence ? [['Connection', persistence] as const] : [])];
  const lines = [...first, ...headers, ...last].map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`, 'latin1');
}

/** An answer as it goes on the wire, head and body. */
export function render(answer: Answer, persistence: Persistence): Uint8Array {
  return Buffer.concat([renderHead(answer, persistence), answer.body ?? Buffer.alloc(0)]);
}
