import { BIG_ENDIAN } from './byte-order.ts';

const { u16 } = BIG_ENDIAN;
const TCP = 6;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
/** They stand between an IPv6 header and what it carries [RFC 8200 §4]: hop by hop, routing, destination, mobility, HIP, shim6. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140, AUTHENTICATION, FRAGMENT]);

/** A TCP segment with the addresses of its packet: views. */
export interface IpSegment {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** As far as it was captured. */
  readonly bytes: Uint8Array;
  readonly length: number;
}

export type NoSegment = 'not-ip' | 'not-tcp' | 'ip-fragment' | 'malformed';

/** `packet`: as far as it was captured. `missing`: how many bytes the frame lost to the snap length. */
export function segmentOf(packet: Uint8Array, missing: number): IpSegment | NoSegment {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) return ipv4(packet, missing);
  return version === 6 ? ipv6(packet, missing) : 'not-ip';
}

function ipv4(packet: Uint8Array, missing: number): IpSegment | NoSegment {
  const header = ((packet[0] ?? 0) & 0x0f) * 4;
  const declared = u16(packet, 2);
  // A packet that the network card will take apart has no length yet.
  const length = declared === 0 ? packet.length + missing : declared;
  if (header < 20 || header > packet.length || length < header) return 'malformed';
  // The offset, and that more fragments follow.
  if ((u16(packet, 6) & 0x3fff) !== 0) return 'ip-fragment';
  if (packet[9] !== TCP) return 'not-tcp';
  return segment(packet, [12, 16, 20], header, length, missing);
}

function ipv6(packet: Uint8Array, missing: number): IpSegment | NoSegment {
  if (packet.length < 40) return 'malformed';
  const declared = u16(packet, 4);
  const length = declared === 0 ? packet.length + missing : 40 + declared;
  let next = packet[6] ?? 0;
  let at = 40;
  while (EXTENSIONS.has(next)) {
    if (at + 8 > packet.length) return 'malformed';
    // A fragment that is the whole packet is none.
    if (next === FRAGMENT && (u16(packet, at + 2) & 0xfff9) !== 0) return 'ip-fragment';
    const size = extensionLength(next, packet[at + 1] ?? 0);
    next = packet[at] ?? 0;
    at += size;
  }
  return next === TCP ? segment(packet, [8, 24, 40], at, length, missing) : 'not-tcp';
}

function extensionLength(type: number, length: number): number {
  if (type === FRAGMENT) return 8;
  return type === AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
}

function segment(packet: Uint8Array, addresses: readonly [number, number, number], at: number, length: number, missing: number) {
  if (at > length || length > packet.length + missing) return 'malformed';
  const [source, destination, end] = addresses;
  return {
    source: packet.subarray(source, destination),
    destination: packet.subarray(destination, end),
    bytes: packet.subarray(at, length),
    length: length - at,
  };
}
