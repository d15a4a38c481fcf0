import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from '../core/json.ts';

/** An answer of the dashboard, before the headers that every one has. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  /** What comes piece by piece has no length beforehand. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array | string>;
  readonly headers?: OutgoingHttpHeaders;
}

const POLICY = [
  "default-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** On every answer: what is shown was written by strangers, and nobody else's page has any business here. */
export const SECURITY_HEADERS = {
  'Content-Security-Policy': POLICY.join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** Rejects where a body fails that comes piece by piece: the answer then ends in its middle. */
export async function send(request: IncomingMessage, response: ServerResponse, { status, type, body, headers }: Answer): Promise<void> {
  const isWhole = typeof body === 'string' || body instanceof Uint8Array;
  const length = isWhole ? { 'Content-Length': Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Type': type, ...length, ...headers });
  if (request.method === 'HEAD') response.end();
  else if (isWhole) response.end(body);
  else await pipeline(Readable.from(body), response);
}

export function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}

export function json(status: number, body: string): Answer {
  return { status, type: 'application/json; charset=utf-8', body };
}

/** What went wrong, for who asks the API. */
export function problem(code: number, message: string): Answer {
  return json(code, stringify({ error: message }));
}

/** `message` is markup of ours, never text from the wire: it stands in the page as it is. */
export function page(status: number, message: string, head = ''): Answer {
  const body = `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>bitstap</title>${head}</head><body><p>${message}</p></body></html>\n`;
  return { status, type: 'text/html; charset=utf-8', body };
}

/** An answer on a socket that is no HTTP exchange (an upgrade, bytes that are no HTTP); the connection ends with it. */
export function rawAnswer({ status, type, body }: Answer, reason: string): string {
  if (typeof body !== 'string') throw new Error('such an answer is text');
  const headers = { ...SECURITY_HEADERS, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${reason}`, ...lines, '', body.toString()].join('\r\n');
}
