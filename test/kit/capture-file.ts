/** Capture files from packets: the smallest writers that the tests need, apart from the reader's own tables. */
import { type Bytes, join } from './packets.ts';

export interface Packet {
  readonly bytes: Uint8Array;
  /** Microseconds since the epoch. */
  readonly us?: number;
  /** On the wire, where less was kept. */
  readonly length?: number;
}

/** The numbers of one byte order. */
export interface Order {
  readonly u16: (value: number) => Uint8Array;
  readonly u32: (value: number) => Uint8Array;
  readonly u64: (value: bigint) => Uint8Array;
}

export const LITTLE: Order = order('LE');
export const BIG: Order = order('BE');

function order(end: 'LE' | 'BE'): Order {
  const written = (size: number, write: (buffer: Buffer) => void) => {
    const buffer = Buffer.alloc(size);
    write(buffer);
    return buffer;
  };
  return {
    u16: (value) => written(2, (buffer) => buffer[`writeUInt16${end}`](value)),
    u32: (value) => written(4, (buffer) => buffer[`writeUInt32${end}`](value)),
    u64: (value) => written(8, (buffer) => buffer[`writeBigInt64${end}`](value)),
  };
}

export interface PcapChange {
  readonly order?: Order;
  readonly nanoseconds?: boolean;
  readonly linkType?: number;
}

export function pcap(
  packets: readonly Packet[],
  { order: { u16, u32 } = LITTLE, nanoseconds = false, linkType = 1 }: PcapChange = {},
): Uint8Array {
  const header = join(u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4), u16(2), u16(4), u32(0), u32(0), u32(262_144), u32(linkType));
  const records = packets.map(({ bytes, us = 0, length = bytes.length }) =>
    join(u32(Math.floor(us / 1e6)), u32((us % 1e6) * (nanoseconds ? 1000 : 1)), u32(bytes.length), u32(length), bytes),
  );
  return join(header, ...records);
}

/** One block; `order` is that of its section. */
export function block(type: number, body: Bytes, { u32 }: Order = LITTLE): Uint8Array {
  const fill = new Uint8Array(-body.length & 3);
  const length = u32(12 + body.length + fill.length);
  return join(u32(type), length, body, fill, length);
}

export function option(code: number, value: Bytes, { u16 }: Order = LITTLE): Uint8Array {
  return join(u16(code), u16(value.length), value, new Uint8Array(-value.length & 3));
}

export function section(order: Order = LITTLE, length = -1n): Uint8Array {
  return block(0x0a0d0d0a, join(order.u32(0x1a2b3c4d), order.u16(1), order.u16(0), order.u64(length)), order);
}

export function networkInterface(linkType: number, options: Bytes = [], order: Order = LITTLE, snapLength = 0): Uint8Array {
  return block(1, join(order.u16(linkType), order.u16(0), order.u32(snapLength), options), order);
}

/** `time`: in the units of its interface. */
export function enhanced(
  bytes: Bytes,
  time: bigint,
  change: { readonly order?: Order; readonly on?: number; readonly length?: number } = {},
): Uint8Array {
  const { order = LITTLE, on = 0, length = bytes.length } = change;
  const { u32 } = order;
  const halves = [u32(Number(time >> 32n)), u32(Number(time & 0xffff_ffffn))];
  return block(6, join(u32(on), ...halves, u32(bytes.length), u32(length), bytes, new Uint8Array(-bytes.length & 3)), order);
}

export function pcapng(packets: readonly Packet[], linkType = 1): Uint8Array {
  const blocks = packets.map(({ bytes, us = 0, length = bytes.length }) => enhanced(bytes, BigInt(us), { length }));
  return join(section(), networkInterface(linkType), ...blocks);
}
