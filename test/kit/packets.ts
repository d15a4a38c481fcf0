/** Packets, byte by byte, as they stand on the wire. */

export interface Segment {
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly ack?: number;
  /** Letters of SYN, FIN, RST: `S`, `F`, `R`. ACK is there when `ack` is. */
  readonly flags?: string;
  readonly payload?: Uint8Array | string;
  /** Of the TCP header, four bytes at least. */
  readonly options?: Uint8Array;
}

/** An IP packet with a TCP segment; the addresses tell which IP. `host:port`, `[v6]:port`. */
export function tcpPacket({ from, to, seq, ack, flags = '', payload = '', options = new Uint8Array(0) }: Segment): Uint8Array {
  const [source, sourcePort] = endpoint(from);
  const [destination, destinationPort] = endpoint(to);
  const bits =
    (flags.includes('F') ? 1 : 0) | (flags.includes('S') ? 2 : 0) | (flags.includes('R') ? 4 : 0) | (ack === undefined ? 0 : 0x10);
  const header = [
    u16(sourcePort),
    u16(destinationPort),
    u32(seq),
    u32(ack ?? 0),
    [((20 + options.length) / 4) << 4, bits],
    u16(65_535),
    u16(0),
    u16(0),
  ];
  const segment = join(...header, options, bytesOf(payload));
  return source.length === 4 ? ipv4(source, destination, segment) : ipv6(source, destination, segment);
}

export function ipv4(
  source: Bytes,
  destination: Bytes,
  payload: Bytes,
  change: { readonly protocol?: number; readonly fragment?: number; readonly length?: number; readonly options?: Bytes } = {},
): Uint8Array {
  const { protocol = 6, fragment = 0, options = [] } = change;
  const header = 20 + options.length;
  const length = change.length ?? header + payload.length;
  return join([0x40 | (header / 4), 0], u16(length), u16(1), u16(fragment), [64, protocol], u16(0), source, destination, options, payload);
}

/** `next`: the type of what `payload` begins with. */
export function ipv6(source: Bytes, destination: Bytes, payload: Bytes, next = 6, length = payload.length): Uint8Array {
  return join([0x60, 0, 0, 0], u16(length), [next, 64], source, destination, payload);
}

export function ethernet(packet: Uint8Array, tags: Bytes = []): Uint8Array {
  return join([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2], tags, u16((packet[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800), packet);
}

export type Bytes = Uint8Array | readonly number[];

export function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
}

export function u16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

export function u32(value: number): number[] {
  return [...u16(value >>> 16), ...u16(value & 0xffff)];
}

export function join(...parts: readonly Bytes[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Uint8Array.from(part)));
}

export function endpoint(text: string): [address: Uint8Array, port: number] {
  const colon = text.lastIndexOf(':');
  const host = text.slice(0, colon);
  const address = host.startsWith('[') ? sixteen(host.slice(1, -1)) : Uint8Array.from(host.split('.').map(Number));
  return [address, Number(text.slice(colon + 1))];
}

function sixteen(text: string): Uint8Array {
  const [before = '', after] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [groups(before), groups(after ?? '')];
  const zeros = Array.from({ length: after === undefined ? 0 : 8 - first.length - last.length }, () => 0);
  return Uint8Array.from([...first, ...zeros, ...last].flatMap(u16));
}
