import { METHODS } from 'node:http';
import { type Framing, header, headerAll, type RequestHead } from '../core/http/message.ts';

/** Longer heads meet limits of node:http (16 KiB by default). */
const MAX_HEAD_BYTES = 8 * 1024;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const SERVED = new Set(METHODS);

/**
 * Whether an ordinary server and proxy (node:http and http-proxy) read a request as we do, and relay what it asks for. What
 * they would refuse, mend, or answer by themselves is not ordinary.
 */
export function isOrdinary(head: RequestHead, framing: Framing): boolean {
  return (
    SERVED.has(head.method) &&
    /^1\.[01]$/.test(head.version) &&
    head.length <= MAX_HEAD_BYTES &&
    head.anomalies.length === 0 &&
    head.headers.every(([name, value]) => TOKEN.test(name) && isPlain(value)) &&
    keepsTarget(head.target) &&
    isPlainlyFramed(head, framing) &&
    // node:http answers 100 Continue, and 417, before the server is asked.
    header(head.headers, 'Expect') === undefined &&
    isRelayedUpgrade(head)
  );
}

/** Without control characters but the tab [RFC 9110 §5.5]. */
export function isPlain(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return false;
  }
  return true;
}

/** http-proxy sends a target the way that URL spells it: without `..`, backslashes, or an empty query. */
function keepsTarget(target: string): boolean {
  const origin = /^https?:\/\/[^/?#]+(?=\/)/i.exec(target)?.[0] ?? '';
  const path = target.slice(origin.length);
  if (!path.startsWith('/') || path.startsWith('//') || !URL.canParse(path, 'http://x')) return false;
  const { pathname, search } = new URL(path, 'http://x');
  return pathname + search === path && !pathname.includes('//');
}

/** One way to tell the length, said once [RFC 9112 §6.3]. */
function isPlainlyFramed({ headers }: RequestHead, framing: Framing): boolean {
  const codings = headerAll(headers, 'Transfer-Encoding');
  const lengths = headerAll(headers, 'Content-Length');
  if (framing.kind === 'chunked') return codings.length === 1 && codings[0]?.toLowerCase() === 'chunked' && lengths.length === 0;
  return framing.kind !== 'unknown' && codings.length === 0 && lengths.length <= 1;
}

/** http-proxy knows no upgrade but GET to WebSocket, and drops a client that wants another. */
function isRelayedUpgrade({ method, headers }: RequestHead): boolean {
  const upgrade = headerAll(headers, 'Upgrade');
  return upgrade.length === 0 || (method === 'GET' && upgrade.length === 1 && upgrade[0]?.toLowerCase() === 'websocket');
}
