import { BIG_ENDIAN, type ByteOrder, LITTLE_ENDIAN } from './byte-order.ts';
import { atOf, type CaptureSource, type FrameTarget, MAX_FRAME_BYTES } from './frame.ts';
import { Intake } from './intake.ts';

const FILE_HEADER = 24;

/** What the first four bytes say about the rest [draft-ietf-opsawg-pcap §4]. */
interface PcapKind {
  /** Units of a packet's fraction of a second that are a microsecond. */
  readonly perMicrosecond: number;
  /** Of the header in front of each packet. */
  readonly recordHeader: number;
}

const KINDS: ReadonlyMap<number, PcapKind> = new Map([
  [0xa1b2c3d4, { perMicrosecond: 1, recordHeader: 16 }],
  [0xa1b23c4d, { perMicrosecond: 1000, recordHeader: 16 }],
  // A variant of old Linux systems, with the interface and the protocol of each packet.
  [0xa1b2cd34, { perMicrosecond: 1, recordHeader: 24 }],
]);

/** How a classic pcap file that begins with these bytes is to be read. */
export function pcapKind(first: Uint8Array): { readonly kind: PcapKind; readonly order: ByteOrder } | undefined {
  for (const order of [LITTLE_ENDIAN, BIG_ENDIAN]) {
    const kind = KINDS.get(order.u32(first, 0));
    if (kind) return { kind, order };
  }
  return undefined;
}

/** A classic pcap file, packet by packet. */
export class PcapReader implements CaptureSource {
  readonly #target: FrameTarget;
  readonly #intake = new Intake();
  #order: ByteOrder = LITTLE_ENDIAN;
  #kind: PcapKind | undefined;
  #linkType = 0;
  #frames = 0;
  #stopped = false;

  constructor(target: FrameTarget) {
    this.#target = target;
  }

  feed(bytes: Uint8Array): void {
    this.#intake.feed(bytes);
    while (!this.#stopped && this.#step());
    this.#intake.keep();
  }

  end(): void {
    if (this.#intake.unread > 0 && !this.#stopped)
      this.#stop('capture-truncated', 'the file ends in the middle of the packet that begins there');
  }

  #step(): boolean {
    return this.#kind ? this.#readPacket(this.#kind) : this.#readFileHeader();
  }

  #readFileHeader(): boolean {
    const header = this.#intake.peek(FILE_HEADER);
    const found = header && pcapKind(header);
    if (!found) return false;
    this.#kind = found.kind;
    this.#order = found.order;
    // Above it: whether frames end with a check sum, and how long that is.
    this.#linkType = found.order.u32(header, 20) & 0xffff;
    this.#intake.skip(FILE_HEADER);
    return true;
  }

  #readPacket({ recordHeader, perMicrosecond }: PcapKind): boolean {
    const header = this.#intake.peek(recordHeader);
    if (!header) return false;
    const { u32 } = this.#order;
    const captured = u32(header, 8);
    if (captured > MAX_FRAME_BYTES) return this.#lie(`the packet there says that ${captured} bytes were kept of it`);
    const record = this.#intake.peek(recordHeader + captured);
    if (!record) return false;
    this.#frames += 1;
    this.#target.frame({
      number: this.#frames,
      at: atOf(u32(record, 0) * 1e6 + Math.floor(u32(record, 4) / perMicrosecond)),
      linkType: this.#linkType,
      bytes: record.subarray(recordHeader),
      originalLength: u32(record, 12),
      offset: this.#intake.offset,
      place: this.#intake.offset + recordHeader,
    });
    this.#intake.skip(recordHeader + captured);
    return true;
  }

  #lie(problem: string): false {
    this.#stop('capture-malformed', problem);
    return false;
  }

  #stop(code: 'capture-malformed' | 'capture-truncated', problem: string): void {
    this.#stopped = true;
    this.#target.stop(code, problem, this.#intake.offset);
  }
}
