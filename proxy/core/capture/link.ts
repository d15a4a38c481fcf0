import { BIG_ENDIAN, LITTLE_ENDIAN } from './byte-order.ts';

/** What stands in front of the IP packet, by link type of tcpdump.org. */
export const LINK = { null: 0, ethernet: 1, raw: 101, loop: 108, linuxCooked: 113, ipv4: 228, ipv6: 229, linuxCooked2: 276 } as const;

const ETHER_IPV4 = 0x0800;
const ETHER_IPV6 = 0x86dd;
const ETHER_PPPOE = 0x8864;
/** Customer, service and older tags: four bytes each, and they nest [IEEE 802.1Q]. */
const VLAN_TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;
/** AF_INET, and AF_INET6 as Linux, NetBSD, FreeBSD and macOS number it. */
const IP_FAMILIES: ReadonlySet<number> = new Set([2, 10, 24, 28, 30]);

/** Where the IP packet begins in a frame; why there is none. */
export type IpStart = number | 'not-ip' | 'link-type';

type FindIp = (bytes: Uint8Array) => IpStart;

const { u16 } = BIG_ENDIAN;

/** DLT_RAW is written as 12 and 14 by systems that did not translate it. */
const LINKS: ReadonlyMap<number, FindIp> = new Map<number, FindIp>([
  [LINK.null, (bytes) => behindFamily(LITTLE_ENDIAN.u32(bytes, 0), bytes)],
  [LINK.loop, (bytes) => behindFamily(BIG_ENDIAN.u32(bytes, 0), bytes)],
  [LINK.ethernet, (bytes) => behindEtherType(bytes, 12, 14)],
  [LINK.linuxCooked, (bytes) => behindEtherType(bytes, 14, 16)],
  [LINK.linuxCooked2, (bytes) => behindEtherType(bytes, 0, 20)],
  [LINK.raw, () => 0],
  [LINK.ipv4, () => 0],
  [LINK.ipv6, () => 0],
  [12, () => 0],
  [14, () => 0],
]);

export function findIp(linkType: number, bytes: Uint8Array): IpStart {
  return LINKS.get(linkType)?.(bytes) ?? 'link-type';
}

/** The family stands in the byte order of the machine that captured. */
function behindFamily(family: number, bytes: Uint8Array): IpStart {
  const host = family > 0xffff ? BIG_ENDIAN.u32(bytes, 0) : family;
  return IP_FAMILIES.has(host) ? 4 : 'not-ip';
}

/** `at`: where the type stands, `behind`: where what it names begins. */
function behindEtherType(bytes: Uint8Array, at: number, behind: number): IpStart {
  let type = u16(bytes, at);
  let start = behind;
  while (VLAN_TAGS.has(type) && start + 4 <= bytes.length) {
    type = u16(bytes, start + 2);
    start += 4;
  }
  if (type === ETHER_IPV4 || type === ETHER_IPV6) return start;
  const inPpp = type === ETHER_PPPOE ? u16(bytes, start + 6) : 0;
  return inPpp === PPP_IPV4 || inPpp === PPP_IPV6 ? start + 8 : 'not-ip';
}
