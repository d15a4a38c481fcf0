import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** An answer of the dashboard, before the headers that every one has. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
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

export function send(request: IncomingMessage, response: ServerResponse, { status, type, body, headers }: Answer): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Type': type, 'Content-Length': length, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}

export function json(status: number, body: string): Answer {
  return { status, type: 'application/json; charset=utf-8', body };
}

/** `message` is markup of ours, never text from the wire: it stands in the page as it is. */
export function page(status: number, message: string, head = ''): Answer {
  const body = `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>bitstap</title>${head}</head><body><p>${message}</p></body></html>\n`;
  return { status, type: 'text/html; charset=utf-8', body };
}

/** An answer on a socket that is no HTTP exchange (an upgrade, bytes that are no HTTP); the connection ends with it. */
export function rawAnswer({ status, type, body }: Answer, reason: string): string {
  const headers = { ...SECURITY_HEADERS, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${reason}`, ...lines, '', body.toString()].join('\r\n');
}
