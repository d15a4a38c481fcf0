import { isIP } from 'node:net';
import { requestHost } from '../core/bits/classify.ts';
import type { RequestHead } from '../core/http/message.ts';

/** A server to connect to. */
export interface Destination {
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly port: number;
  /** `host:port`, as sessions are keyed by. */
  readonly name: string;
}

/** What the client is answered in place of a server, and why. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly problem: { readonly code: string; readonly message: string };
}

/** Where a request goes: to the target (reverse mode), where its absolute form says (forward mode), or nowhere. */
export type Route =
  | { readonly mode: 'reverse'; readonly destination: Destination }
  | { readonly mode: 'forward'; readonly destination: Destination; readonly target: string }
  | { readonly mode: 'refused'; readonly refusal: Refusal };

export const BAD_REQUEST = { status: 400, reason: 'Bad Request' };
export const FORBIDDEN = { status: 403, reason: 'Forbidden' };

const ABSOLUTE = /^(https?):\/\/([^/?#]*)(.*)$/i;

export function destinationOf(url: URL): Destination {
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (protocol === 'https:' ? 443 : 80));
  return { protocol, host, port, name: `${isIP(host) === 6 ? `[${host}]` : host}:${port}` };
}

/** An authority as `Host` spells it: the default port left out. */
export function hostHeaderOf({ protocol, name, port }: Destination): string {
  return port === (protocol === 'https:' ? 443 : 80) ? name.replace(/:\d+$/, '') : name;
}

export function routeOf(head: RequestHead, target: Destination | undefined, forward: 'allowed' | 'refused'): Route {
  const absolute = head.target.startsWith('/') ? undefined : ABSOLUTE.exec(head.target);
  if (!absolute) return target ? { mode: 'reverse', destination: target } : noTarget(head);
  if (forward === 'refused') return forwardRefused();
  const [, scheme = '', authority = '', rest = ''] = absolute;
  const origin = `${scheme}://${authority}`;
  if (!URL.canParse(origin)) return badTarget(head.target);
  return { mode: 'forward', destination: destinationOf(new URL(origin)), target: rest.startsWith('/') ? rest : `/${rest}` };
}

function noTarget(head: RequestHead): Route {
  const asked = requestHost(head) ?? 'no host';
  const message = `bitstap was started without a target, and this request for ${asked} does not say where it goes. Start "bitstap http://server", or use bitstap as a proxy.`;
  return { mode: 'refused', refusal: { ...BAD_REQUEST, problem: { code: 'no-target', message } } };
}

function forwardRefused(): Route {
  const message = 'This bitstap listens beyond loopback and is no proxy for other servers. Start it with --allow-forward if it should be.';
  return { mode: 'refused', refusal: { ...FORBIDDEN, problem: { code: 'forward-not-allowed', message } } };
}

function badTarget(target: string): Route {
  const problem = { code: 'bad-request-target', message: `bitstap can't read the request target ${target}.` };
  return { mode: 'refused', refusal: { ...BAD_REQUEST, problem } };
}
