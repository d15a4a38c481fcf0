import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
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

/** Where a request goes: to the target (reverse mode), or where its absolute form says (forward mode). */
export type Route =
  | { readonly mode: 'reverse'; readonly destination: Destination }
  | { readonly mode: 'forward'; readonly destination: Destination; readonly target: string }
  /** Nowhere: what to answer instead. */
  | {
      readonly mode: 'refused';
      readonly status: number;
      readonly reason: string;
      readonly code: 'forward-not-allowed' | 'no-target' | 'bad-request-target';
      readonly text: string;
    };

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
  const text = `bitstap was started without a target, and this request for ${requestHost(head) ?? 'no host'} does not say where it goes. Start "bitstap http://server", or use bitstap as a proxy.`;
  return { mode: 'refused', status: 400, reason: 'Bad Request', code: 'no-target', text };
}

function forwardRefused(): Route {
  const text = 'This bitstap listens beyond loopback and is no proxy for other servers. Start it with --allow-forward if it should be.';
  return { mode: 'refused', status: 403, reason: 'Forbidden', code: 'forward-not-allowed', text };
}

function badTarget(target: string): Route {
  return {
    mode: 'refused',
    status: 400,
    reason: 'Bad Request',
    code: 'bad-request-target',
    text: `bitstap can't read the request target ${target}.`,
  };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::|::ffff:127\.\d+\.\d+\.\d+)$/i;

/** Whether the host is this machine: then its port may be one of ours. */
export function isThisMachine(host: string): boolean {
  if (LOOPBACK.test(host) || host.toLowerCase().endsWith('.localhost')) return true;
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host));
}

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) && host !== '0.0.0.0' && host !== '::';
}
