/** One end of a connection, as the packets of a recording have it. */
export interface TcpEnd {
  /** 4 bytes, or 16; both ends have the same. */
  readonly address: Uint8Array;
  readonly port: number;
}

export const FLAG = { fin: 1, syn: 2, rst: 4, push: 8, ack: 0x10 } as const;
/** What an IP packet of either version has room for behind its heads [RFC 791 §3.1]. */
export const MAX_PAYLOAD = 0xffff - 40;
/** Maximum segment size, and windows in units of 16 KiB: nothing here ever waits for one. */
export const SYN_OPTIONS: Uint8Array = Uint8Array.of(2, 4, MAX_PAYLOAD >> 8, MAX_PAYLOAD & 0xff, 1, 3, 3, 14);

const TCP = 6;
const TCP_HEADER = 20;
const HOPS = 64;
const WINDOW = 0xffff;

/** The heads of the packets that one end of a connection sends: made once, then only the numbers in them change. */
export class TcpSender {
  readonly #isn: number;
  /** IP and TCP. */
  readonly #head: Uint8Array;
  readonly #view: DataView;
  /** Where TCP begins. */
  readonly #tcp: number;
  readonly #ipSum: number;
  readonly #tcpSum: number;
  #bare = 0;
  /** How many bytes were sent, without SYN and FIN. */
  said = 0;
  /** How many since its peer sent something. */
  unacknowledged = 0;
  /** Its FIN was sent. */
  ended = false;

  constructor(from: TcpEnd, to: TcpEnd, isn: number) {
    this.#isn = isn;
    const isLong = from.address.length === 16;
    this.#tcp = isLong ? 40 : 20;
    this.#head = new Uint8Array(this.#tcp + TCP_HEADER);
    this.#view = new DataView(this.#head.buffer);
    this.#head.set(isLong ? [0x60, 0, 0, 0, 0, 0, TCP, HOPS] : [0x45, 0, 0, 0, 0, 0, 0x40, 0, HOPS, TCP]);
    this.#head.set(from.address, isLong ? 8 : 12);
    this.#head.set(to.address, isLong ? 24 : 16);
    this.#ipSum = isLong ? 0 : sum(this.#head, 0, 20);
    this.#tcpSum = sum(this.#head, isLong ? 8 : 12, this.#tcp) + TCP;
    this.#view.setUint16(this.#tcp, from.port);
    this.#view.setUint16(this.#tcp + 2, to.port);
  }

  /** The sequence number of what comes next. */
  get next(): number {
    return (this.#isn + 1 + this.said + (this.ended ? 1 : 0)) >>> 0;
  }

  /** `length`: of what comes behind it, the options of a SYN included. A view: valid until the next one. */
  head(flags: number, length: number, acknowledged: number): Uint8Array {
    const view = this.#view;
    const tcp = this.#tcp;
    const isSyn = (flags & FLAG.syn) !== 0;
    view.setUint32(tcp + 4, isSyn ? this.next - 1 : this.next);
    view.setUint32(tcp + 8, (flags & FLAG.ack) === 0 ? 0 : acknowledged);
    view.setUint16(tcp + 12, ((isSyn ? TCP_HEADER + SYN_OPTIONS.length : TCP_HEADER) << 10) | flags);
    view.setUint16(tcp + 14, this.#window(flags, length));
    this.#setLengths(TCP_HEADER + length);
    return this.#head;
  }

  /** Two packets that only acknowledge the same would be taken for a sign of loss, if they were alike [RFC 5681 §2]. */
  #window(flags: number, length: number): number {
    if (flags === FLAG.ack && length === 0) this.#bare ^= 1;
    return WINDOW - this.#bare;
  }

  /**
   * The sum over the payload would cost more than all the rest: TCP has that of its addresses only, as packets have before
   * a network card completes them.
   */
  #setLengths(segment: number): void {
    this.#view.setUint16(this.#tcp + 16, fold(this.#tcpSum + segment));
    if (this.#tcp === 40) return this.#view.setUint16(4, segment);
    this.#view.setUint16(2, this.#tcp + segment);
    this.#view.setUint16(10, ~fold(this.#ipSum + this.#tcp + segment));
  }
}

/** Of 16-bit words [RFC 1071]; its carries are not folded in yet. */
function sum(bytes: Uint8Array, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at += 2) total += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return total;
}

function fold(total: number): number {
  const once = (total & 0xffff) + (total >>> 16);
  return (once & 0xffff) + (once >>> 16);
}

/** A packet of the tap to itself that carries nothing, for what belongs to no connection [RFC 3692 §2.1: protocol 253]. */
export function emptyPacket(address: Uint8Array): Uint8Array {
  const packet = Uint8Array.from([0x45, 0, 0, 20, 0, 0, 0x40, 0, HOPS, 253, 0, 0, ...address, ...address]);
  new DataView(packet.buffer).setUint16(10, ~fold(sum(packet, 0, 20)));
  return packet;
}
