import type { Skipped } from './capture-summary.ts';
import type { Frame } from './frame.ts';
import { type IpSegment, segmentOf } from './ip.ts';
import { findIp } from './link.ts';
import { readSegment, type TcpSegment } from './tcp-segment.ts';

export interface TcpPacket {
  readonly ip: IpSegment;
  readonly segment: TcpSegment;
}

/** The TCP segment in a frame, or why there is none. */
export function packetIn({ linkType, bytes, originalLength }: Frame): TcpPacket | Skipped {
  const start = findIp(linkType, bytes);
  if (typeof start === 'string') return start;
  const ip = segmentOf(start === 0 ? bytes : bytes.subarray(start), Math.max(0, originalLength - bytes.length));
  if (typeof ip === 'string') return ip;
  const segment = readSegment(ip);
  return segment ? { ip, segment } : 'malformed';
}
