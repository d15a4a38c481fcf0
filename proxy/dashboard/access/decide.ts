import type { IncomingHttpHeaders } from 'node:http';
import type { HostCheck } from './hosts.ts';
import { cookieName, cookieValue, sameSecret } from './token.ts';

export interface AccessRequest {
  readonly method: string;
  /** The request target as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly kind: 'http' | 'websocket';
}

export interface AccessPolicy {
  readonly port: number;
  /** Empty: everybody who can reach the port may look; the other checks stay. */
  readonly token: string;
  readonly isOurHost: HostCheck;
  /** Where clients of the proxy connect, for whoever took the one for the other. */
  readonly proxy: string;
}

/**
 * `enter`: the token in the address is right; it becomes a cookie and leaves the address bar. `from`: whether a browser
 * came here from a page of someone else.
 */
export type Decision =
  | { readonly verdict: 'allow' }
  | { readonly verdict: 'enter'; readonly from: 'here' | 'elsewhere' }
  | { readonly verdict: 'refuse'; readonly status: 401 | 403; readonly why: string };

type Refusal = Extract<Decision, { verdict: 'refuse' }>;
type Credential = 'token' | 'cookie' | 'bearer' | 'open' | 'none' | 'wrong';

/** Who may talk to the dashboard: all rules in one place, without I/O. The first that speaks decides. */
export function decide(request: AccessRequest, policy: AccessPolicy): Decision {
  const credential = credentialOf(request, policy);
  const refusal =
    refuseProxying(request, policy) ??
    refuseHost(request, policy) ??
    refuseOrigin(request, credential) ??
    refuseSite(request, credential) ??
    refuseCredential(credential);
  if (refusal) return refusal;
  return credential === 'token' ? { verdict: 'enter', from: isForeign(request) ? 'elsewhere' : 'here' } : { verdict: 'allow' };
}

/** Only our own path may follow: an absolute URL is for a proxy, and `//host` would be one when sent back. */
function refuseProxying({ url }: AccessRequest, { proxy }: AccessPolicy): Refusal | undefined {
  if (/^\/(?!\/)/.test(url)) return undefined;
  return forbidden(`This is the bitstap dashboard, not the proxy: clients connect to ${proxy}.`);
}

function refuseHost({ headers: { host } }: AccessRequest, { isOurHost }: AccessPolicy): Refusal | undefined {
  if (isOurHost(host)) return undefined;
  return forbidden('The Host header names another server. Open the dashboard by its own address, or allow this name.');
}

function refuseOrigin({ method, headers, kind }: AccessRequest, credential: Credential): Refusal | undefined {
  const { origin, host = '' } = headers;
  if (origin !== undefined) {
    return origin.toLowerCase() === `http://${host.toLowerCase()}`
      ? undefined
      : forbidden('The request comes from a page of another origin.');
  }
  // Browsers name the origin of what changes something and of every WebSocket; scripts have the token itself.
  const needsOrigin = kind === 'websocket' || !(method === 'GET' || method === 'HEAD');
  if (!needsOrigin || credential === 'bearer') return undefined;
  return forbidden('The request says no Origin. Scripts send "Authorization: Bearer" and the token instead.');
}

/** A link to the address with the token may stand anywhere; everything else is asked for by our own page or by the user. */
function refuseSite(request: AccessRequest, credential: Credential): Refusal | undefined {
  if (!isForeign(request)) return undefined;
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-dest': destination = 'document' } = request.headers;
  const isNavigation = mode === 'navigate' && destination === 'document';
  if (credential === 'token' && isNavigation) return undefined;
  return forbidden('The request was made by a page of another site.');
}

function refuseCredential(credential: Credential): Refusal | undefined {
  if (credential === 'wrong') return { verdict: 'refuse', status: 401, why: 'The token is not the one of this run of bitstap.' };
  if (credential === 'none') return { verdict: 'refuse', status: 401, why: 'The dashboard wants the token of this run of bitstap.' };
  return undefined;
}

function isForeign({ headers }: AccessRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** A credential that is wrong is not made good by another one that is right, but for an old cookie beside the token. */
function credentialOf(request: AccessRequest, { token, port }: AccessPolicy): Credential {
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return token === '' || sameSecret(bearer, token) ? 'bearer' : 'wrong';
  if (token === '') return 'open';
  const query = tokenInAddress(request);
  if (query !== undefined) return sameSecret(query, token) ? 'token' : 'wrong';
  const cookies = cookiesNamed(cookieName(port), request.headers.cookie ?? '');
  if (cookies.some((value) => sameSecret(value, cookieValue(token)))) return 'cookie';
  return cookies.length > 0 ? 'wrong' : 'none';
}

/** The address that is printed is `/?token=…`; nowhere else does a token in a URL count, for URLs end up in logs. */
function tokenInAddress({ method, url, kind }: AccessRequest): string | undefined {
  if (kind !== 'http' || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const [path, query = ''] = url.split('?', 2);
  return path === '/' ? (new URLSearchParams(query).get('token') ?? undefined) : undefined;
}

function cookiesNamed(name: string, header: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

function forbidden(why: string): Refusal {
  return { verdict: 'refuse', status: 403, why };
}
