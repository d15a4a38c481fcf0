/** Beyond these a name gets a new address when it comes again. */
const MAX_NAMES = 10_000;
/** 198.18.0.0/15 is for tests of networks, and nobody's [RFC 2544, RFC 6890]. The first and the last are left out. */
const FIRST = 0xc612_0001;
const ADDRESSES = 2 ** 17 - 2;
const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

/** Which address stands for a host in packets: its own, or for a name always the same one of nobody. */
export class HostAddresses {
  readonly #ofNames = new Map<string, Uint8Array>();
  #count = 0;

  /** 4 or 16 bytes; `made` where the text is no address. */
  of(host: string): { readonly address: Uint8Array; readonly made: boolean } {
    const own = parseAddress(host);
    if (own) return { address: own, made: false };
    const known = this.#ofNames.get(host);
    if (known) return { address: known, made: true };
    const address = this.make();
    this.#ofNames.set(host, address);
    if (this.#ofNames.size > MAX_NAMES) for (const oldest of this.#ofNames.keys()) return this.#forget(oldest, address);
    return { address, made: true };
  }

  /** An address that nothing else has. */
  make(): Uint8Array {
    const address = FIRST + (this.#count % ADDRESSES);
    this.#count += 1;
    return Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address);
  }

  #forget(oldest: string, address: Uint8Array) {
    this.#ofNames.delete(oldest);
    return { address, made: true };
  }
}

/** As 16 bytes [RFC 4291 §2.5.5.2]. */
export function mapped(address: Uint8Array): Uint8Array {
  if (address.length === 16) return address;
  const long = new Uint8Array(16);
  long.set(MAPPED);
  long.set(address, MAPPED.length);
  return long;
}

/** `host:port`; a text that ends in no port has 0. */
export function splitEndpoint(endpoint: string): { readonly host: string; readonly port: number } {
  const [, host, digits] = /^(.*):([0-9]{1,5})$/s.exec(endpoint) ?? [];
  const port = Number(digits);
  return host === undefined || port > 0xffff ? { host: endpoint, port: 0 } : { host, port };
}

/** An IPv4 address in its usual form, or one of IPv6 in brackets; one that is only a mapped IPv4 address is that one. */
function parseAddress(host: string): Uint8Array | undefined {
  if (!host.startsWith('[') || !host.endsWith(']')) return parseIpv4(host);
  const [address = ''] = host.slice(1, -1).split('%', 1);
  const groups = parseIpv6(address);
  if (!groups) return undefined;
  const bytes = Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
  return MAPPED.every((byte, at) => bytes[at] === byte) ? bytes.slice(MAPPED.length) : bytes;
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return Uint8Array.from(parts, Number);
}

function parseIpv6(text: string): readonly number[] | undefined {
  const [before = '', after, more] = text.split('::', 3);
  const [first, last] = [groupsOf(before), groupsOf(after ?? '')];
  if (!first || !last || more !== undefined) return undefined;
  const missing = 8 - first.length - last.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...first, ...new Array<number>(missing).fill(0), ...last];
}

/** The last group may be written as an IPv4 address, and is two. */
function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':', 9);
  const [a = 0, b = 0, c = 0, d = 0] = parseIpv4(parts.at(-1) ?? '') ?? [];
  const isLong = parts.at(-1)?.includes('.') === true;
  if (isLong && !parseIpv4(parts.at(-1) ?? '')) return undefined;
  const groups = isLong ? parts.slice(0, -1) : parts;
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  const numbers = groups.map((group) => Number.parseInt(group, 16));
  return isLong ? [...numbers, (a << 8) | b, (c << 8) | d] : numbers;
}
