import { BIG_ENDIAN } from './byte-order.ts';
import type { IpSegment } from './ip.ts';

/** A TCP segment, without what nobody needs here [RFC 9293 §3.1]. Check sums are not looked at: network cards make them later. */
export interface TcpSegment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly seq: number;
  /** Where the peer's next byte is awaited, if it says so. */
  readonly ack: number | undefined;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  /** As far as it was captured. */
  readonly payload: Uint8Array;
  readonly payloadLength: number;
}

export function readSegment({ bytes, length }: IpSegment): TcpSegment | undefined {
  const header = ((bytes[12] ?? 0) >> 4) * 4;
  if (bytes.length < 20 || header < 20 || header > length) return undefined;
  const flags = bytes[13] ?? 0;
  return {
    sourcePort: BIG_ENDIAN.u16(bytes, 0),
    destinationPort: BIG_ENDIAN.u16(bytes, 2),
    seq: BIG_ENDIAN.u32(bytes, 4),
    ack: (flags & 0x10) !== 0 ? BIG_ENDIAN.u32(bytes, 8) : undefined,
    syn: (flags & 0x02) !== 0,
    fin: (flags & 0x01) !== 0,
    rst: (flags & 0x04) !== 0,
    payload: bytes.subarray(Math.min(header, bytes.length)),
    payloadLength: length - header,
  };
}

/** How far `seq` is behind `from`; sequence numbers begin again at 0 after 4 GiB [RFC 9293 §3.4]. */
export function distance(from: number, seq: number): number {
  return (seq - from) | 0;
}

export function advance(seq: number, bytes: number): number {
  return (seq + bytes) >>> 0;
}
