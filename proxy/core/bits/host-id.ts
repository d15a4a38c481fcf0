/** A host and its port, if one was named. An IPv6 address has no brackets here; letter case is as sent. */
export interface HostId {
  readonly host: string;
  readonly port?: number;
}

const NAME = /^([^\s/\\:@?#[\]]+)(?::(\d{1,5}))?$/;
const BRACKETED = /^\[([0-9a-f:.]*:[0-9a-f:.]*)\](?::(\d{1,5}))?$/i;
// The grammar that the spec cites writes IPv6 without brackets [RFC 2373 App. B].
const BARE_IPV6 = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f.]*$/i;

/**
 * Reads `BITS-Host-Id`, a host as in [BUP §2.2.3.2], or the value of `Host`. The grammar for the first has no port;
 * servers send one all the same. A scheme, a path, user names or blanks make it no host.
 */
export function parseHostId(text: string): HostId | undefined {
  if (BARE_IPV6.test(text)) return { host: text };
  const [, host, portText] = BRACKETED.exec(text) ?? NAME.exec(text) ?? [];
  if (host === undefined) return undefined;
  if (portText === undefined) return { host };
  const port = Number(portText);
  return port > 65535 ? undefined : { host, port };
}

/** `host`, `host:port`, `[ipv6]` or `[ipv6]:port`: fit for a URL and for `Host`. */
export function formatHostId({ host, port }: HostId): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}

/** The address of a socket without its port: as it came when it has none. */
export function withoutPort(address: string): string {
  return address.replace(/:\d+$/, '');
}

/** Whether two `host[:port]` name the same server: in any case, and with 80 and 443 as good as no port. */
export function sameHost(a: string, b: string): boolean {
  if (a === b) return true;
  const one = parseHostId(a.toLowerCase());
  const other = parseHostId(b.toLowerCase());
  if (!one || !other) return a.toLowerCase() === b.toLowerCase();
  return one.host === other.host && samePort(one.port, other.port);
}

/**
 * Whether a packet to `host` reaches the host that `BITS-Host-Id` names. By its grammar that one has no port; whether the
 * client then keeps the one that it used is silent, so that any will do.
 */
export function reachesHost(host: string, hostId: string): boolean {
  if (host === hostId) return true;
  const named = parseHostId(hostId.toLowerCase());
  const reached = parseHostId(host.toLowerCase());
  if (!named || !reached) return host.toLowerCase() === hostId.toLowerCase();
  return named.host === reached.host && (named.port === undefined || samePort(named.port, reached.port));
}

/** The name in a `host[:port]`, in lower case; nothing where it is no host. */
export function hostName(host: string): string | undefined {
  return parseHostId(host.toLowerCase())?.host;
}

/** Without a scheme, no port may mean 80 or 443; but 80 and 443 are not each other. */
function samePort(a: number | undefined, b: number | undefined): boolean {
  return a === b || (a === undefined && isDefaultPort(b)) || (b === undefined && isDefaultPort(a));
}

function isDefaultPort(port: number | undefined): boolean {
  return port === 80 || port === 443;
}
