import * as http from 'node:http';
import * as https from 'node:https';

export interface Target {
  readonly url: URL;
  /** Takes the request instead, in absolute form [RFC 9112 §3.2.2]. */
  readonly proxy?: URL;
}

export interface RequestOptions {
  readonly method: string;
  /** Names and values in turn: sent in this order, and nothing else. */
  readonly headers: readonly string[];
  /** `false`: a connection for this request only. */
  readonly agent: http.Agent | false;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Begins a request; its body is still to be written. */
export function beginRequest({ url, proxy }: Target, { timeoutMs, ...options }: RequestOptions): http.ClientRequest {
  const endpoint = proxy ?? url;
  const { hostname, port } = endpoint;
  // WHATWG URLs keep an IPv6 address in brackets, sockets want it bare.
  const place = { hostname: hostname.replace(/^\[|\]$/g, ''), port: port || undefined };
  const path = proxy ? `${url.origin}${url.pathname}${url.search}` : `${url.pathname}${url.search}`;
  const request = moduleFor(endpoint).request({ ...place, path, ...options });
  request.setTimeout(timeoutMs, () => request.destroy(new Error(`no sign of life from the server for ${timeoutMs / 1000} s`)));
  return request;
}

/** An agent with one connection, for requests one after the other. */
export function singleConnection({ url, proxy }: Target): http.Agent {
  return new (moduleFor(proxy ?? url).Agent)({ keepAlive: true, maxSockets: 1 });
}

function moduleFor({ protocol }: URL): typeof http | typeof https {
  return protocol === 'https:' ? https : http;
}

/** The final answer, which may come before the request is sent to its end. Rejects when the connection breaks before. */
export function answerTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    // Stays attached: an error after the answer is of no interest, but would else be thrown.
    request.on('error', reject);
  });
}

/** The body of an Ack should be empty; more than this of an error page is not worth reading. */
const MAX_IGNORED = 1 << 20;

/** Reads past a body that is of no interest. Says `cut` when it was too long, which ends the connection. */
export async function ignoreBody(message: AsyncIterable<Uint8Array>): Promise<'ended' | 'cut'> {
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > MAX_IGNORED) return 'cut';
  }
  return 'ended';
}

export interface ReadBody {
  /** The first bytes, up to the limit. */
  readonly bytes: Uint8Array;
  /** How many there were. */
  readonly length: number;
}

/** Reads a body to its end and keeps the first `limit` bytes. */
export async function readBody(message: AsyncIterable<Uint8Array>, limit: number): Promise<ReadBody> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message) {
    if (length < limit) kept.push(chunk.subarray(0, limit - length));
    length += chunk.length;
  }
  return { bytes: Buffer.concat(kept), length };
}
