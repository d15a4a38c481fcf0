import type { ByteOrder } from './byte-order.ts';
import { atOf } from './frame.ts';
import { FIXED, OPTION, padded } from './pcapng-layout.ts';

/** What an Interface Description Block says about the packets that name it. */
export interface CaptureInterface {
  readonly linkType: number;
  /** 0: no limit. */
  readonly snapLength: number;
  /** How many units of a time stamp are a second. */
  readonly resolution: bigint;
  /** Seconds to add to every time stamp. */
  readonly timeOffset: bigint;
}

const MICROSECONDS = 1_000_000n;
const NANOSECONDS = 1_000_000_000n;
const HIGH = 2 ** 32;
/** The same in nanoseconds: so many whole microseconds, and so many nanoseconds more. */
const HIGH_US = 4_294_967;
const HIGH_NS = 296;

/** `body`: what stands between the two lengths of the block. Options that can't be read say nothing. */
export function readInterface(body: Uint8Array, order: ByteOrder): CaptureInterface {
  let resolution = MICROSECONDS;
  let timeOffset = 0n;
  for (let at: number = FIXED.interfaceDescription; at + 4 <= body.length; ) {
    const code = order.u16(body, at);
    const length = order.u16(body, at + 2);
    const value = at + 4;
    if (code === OPTION.end || value + length > body.length) break;
    if (code === OPTION.timeResolution && length >= 1) resolution = unitsPerSecond(body[value] ?? 0);
    if (code === OPTION.timeOffset && length >= 8) timeOffset = signed64(body, value, order);
    at = value + padded(length);
  }
  return { linkType: order.u16(body, 0), snapLength: order.u32(body, 4), resolution, timeOffset };
}

/** A power of ten, or of two where the highest bit is set [§4.2, if_tsresol]. */
function unitsPerSecond(value: number): bigint {
  return (value & 0x80) === 0 ? 10n ** BigInt(value) : 2n ** BigInt(value & 0x7f);
}

/** The higher half is at the end that the byte order says [§4.2, if_tsoffset]. */
function signed64(bytes: Uint8Array, at: number, order: ByteOrder): bigint {
  const little = order.u16(Uint8Array.of(1, 0), 0) === 1;
  const [high, low] = little ? [order.u32(bytes, at + 4), order.u32(bytes, at)] : [order.u32(bytes, at), order.u32(bytes, at + 4)];
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
}

/** When a packet was seen, from the two halves of its time stamp. */
export function timeOf({ resolution, timeOffset }: CaptureInterface, high: number, low: number): number {
  if (resolution === MICROSECONDS && timeOffset === 0n) return atOf(high * HIGH + low);
  if (resolution === NANOSECONDS && timeOffset === 0n) return atOf(high * HIGH_US + Math.floor((high * HIGH_NS + low) / 1000));
  const units = (BigInt(high) << 32n) | BigInt(low);
  return atOf(Number((units * MICROSECONDS) / resolution + timeOffset * MICROSECONDS));
}
