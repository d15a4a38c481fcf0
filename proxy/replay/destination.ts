import { formatHostId, parseHostId } from '../core/bits/host-id.ts';
import type { ReplayTarget } from '../core/replay/replay-target.ts';
import { ProxyError } from '../errors.ts';

/** A server to connect to. */
export interface Destination {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number;
  /** `host[:port]` as in `Host`. */
  readonly host: string;
}

/** From `http://host:port/prefix`. Throws ProxyError for what can't be a target. */
export function replayTarget(url: URL): ReplayTarget {
  const { protocol, host, pathname, username, password, search, hash } = url;
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new ProxyError('bad-url', `Can't replay to a ${protocol} URL: use http or https.`);
  if (username || password)
    throw new ProxyError('bad-url', `Credentials in the URL are not sent: use --header "Authorization: …" and ${protocol}//${host}.`);
  if (search || hash) throw new ProxyError('bad-url', `The target is a server and a path: leave ${search}${hash} out.`);
  return { protocol, host, prefix: pathname.endsWith('/') ? pathname.slice(0, -1) : pathname };
}

/** `host` as in `Host` or `BITS-Host-Id`; a port that is not named is that of `target`. Nothing where it is no host. */
export function destinationAt(target: ReplayTarget, host: string = target.host): Destination | undefined {
  const named = parseHostId(host);
  const own = parseHostId(target.host);
  if (!named || !own) return undefined;
  const { port = own.port } = named;
  return {
    protocol: target.protocol,
    hostname: named.host,
    port: port ?? (target.protocol === 'https:' ? 443 : 80),
    host: formatHostId({ host: named.host, ...(port !== undefined && { port }) }),
  };
}
