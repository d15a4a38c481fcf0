import { BIG_ENDIAN, type ByteOrder, LITTLE_ENDIAN } from './byte-order.ts';
import { type CaptureSource, type Frame, type FrameTarget, MAX_FRAME_BYTES } from './frame.ts';
import { Intake } from './intake.ts';
import { commentsIn } from './pcapng-comments.ts';
import { type CaptureInterface, readInterface, timeOf } from './pcapng-interface.ts';
import { BLOCK, BLOCK_OVERHEAD, BLOCK_START, BYTE_ORDER_MAGIC, FIXED, padded } from './pcapng-layout.ts';

/** More interfaces in one section than this are no capture of anything. */
const MAX_INTERFACES = 10_000;

/** No packets, but Wireshark numbers them as well: journal entries, custom blocks, and events of sysdig. */
const NUMBERED: ReadonlySet<number> = new Set([BLOCK.journal, BLOCK.custom, BLOCK.customNotCopied, 0x204, 0x216, 0x221]);

/** How long the fixed part is at least; blocks that are not named here are skipped. */
const READ: ReadonlyMap<number, number> = new Map([
  [BLOCK.sectionHeader, FIXED.sectionHeader],
  [BLOCK.interfaceDescription, FIXED.interfaceDescription],
  [BLOCK.obsoletePacket, FIXED.obsoletePacket],
  [BLOCK.simplePacket, FIXED.simplePacket],
  [BLOCK.enhancedPacket, FIXED.enhancedPacket],
]);

/** A pcapng file, block by block. What no block is needed for is skipped and takes no memory. */
export class PcapngReader implements CaptureSource {
  readonly #target: FrameTarget;
  readonly #intake = new Intake();
  #order: ByteOrder = LITTLE_ENDIAN;
  #interfaces: CaptureInterface[] = [];
  /** A block was skipped up to its second length, which has to be this. */
  #skipped: number | undefined;
  #frames = 0;
  /** Where the block begins that is being read. */
  #offset = 0;
  #lastAt = 0;
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
    const cut = this.#intake.unread > 0 || this.#skipped !== undefined;
    if (cut && !this.#stopped) this.#stop('capture-truncated', 'the file ends in the middle of the block that begins there');
  }

  /** False when more bytes have to come first. */
  #step(): boolean {
    if (this.#skipped !== undefined) return this.#endSkipped(this.#skipped);
    this.#offset = this.#intake.offset;
    const start = this.#intake.peek(BLOCK_OVERHEAD);
    if (!start) return false;
    if (BIG_ENDIAN.u32(start, 0) === BLOCK.sectionHeader && !this.#readByteOrder(start)) return false;
    const type = this.#order.u32(start, 0);
    const length = this.#order.u32(start, 4);
    const fixed = READ.get(type) ?? 0;
    if (length < BLOCK_OVERHEAD + fixed || length % 4 !== 0) return this.#lie(`the block there says that it has ${length} bytes`);
    return READ.has(type) ? this.#readBlock(type, length) : this.#skip(type, length);
  }

  #readByteOrder(start: Uint8Array): boolean {
    const order = [LITTLE_ENDIAN, BIG_ENDIAN].find(({ u32 }) => u32(start, 8) === BYTE_ORDER_MAGIC);
    if (!order) return this.#lie('the section header there has no byte order');
    this.#order = order;
    return true;
  }

  #skip(type: number, length: number): boolean {
    if (NUMBERED.has(type)) this.#frames += 1;
    this.#intake.skip(length - 4);
    this.#skipped = length;
    return true;
  }

  #endSkipped(length: number): boolean {
    const trailer = this.#intake.peek(4);
    if (!trailer) return false;
    if (!this.#endsWith(length, trailer, 0)) return false;
    this.#intake.skip(4);
    this.#skipped = undefined;
    return true;
  }

  #readBlock(type: number, length: number): boolean {
    if (length > MAX_FRAME_BYTES) return this.#lie(`the block there says that it has ${length} bytes, more than any packet`);
    const block = this.#intake.peek(length);
    if (!block) return false;
    if (!this.#endsWith(length, block, length - 4)) return false;
    const done = this.#takeBlock(type, block.subarray(BLOCK_START, length - 4));
    this.#intake.skip(length);
    return done;
  }

  #endsWith(length: number, bytes: Uint8Array, at: number): boolean {
    const again = this.#order.u32(bytes, at);
    return again === length || this.#lie(`the block there has ${length} bytes at its beginning and ${again} at its end`);
  }

  #takeBlock(type: number, body: Uint8Array): boolean {
    switch (type) {
      case BLOCK.sectionHeader:
        this.#interfaces = [];
        return true;
      case BLOCK.interfaceDescription:
        return this.#addInterface(body);
      case BLOCK.enhancedPacket:
        return this.#packet(this.#order.u32(body, 0), body, FIXED.enhancedPacket);
      case BLOCK.obsoletePacket:
        return this.#packet(this.#order.u16(body, 0), body, FIXED.obsoletePacket);
      default:
        return this.#simplePacket(body);
    }
  }

  #addInterface(body: Uint8Array): boolean {
    if (this.#interfaces.length >= MAX_INTERFACES) return this.#lie(`more than ${MAX_INTERFACES} interfaces in a section`);
    this.#interfaces.push(readInterface(body, this.#order));
    return true;
  }

  /** Both kinds have time, lengths and packet at the same places. */
  #packet(index: number, body: Uint8Array, fixed: number): boolean {
    const { u32 } = this.#order;
    const from = this.#interfaces[index];
    if (!from) return this.#lie(`the packet there names interface ${index}, of ${this.#interfaces.length}`);
    const captured = u32(body, 12);
    if (captured > body.length - fixed) return this.#lie(`the packet there says that ${captured} bytes were kept of it`);
    const at = timeOf(from, u32(body, 4), u32(body, 8));
    const comments = commentsIn(body, fixed + padded(captured), this.#order);
    return this.#frame(from, { at, bytes: body.subarray(fixed, fixed + captured), originalLength: u32(body, 16), comments }, fixed);
  }

  /** It has no time of its own: that of the packet before. */
  #simplePacket(body: Uint8Array): boolean {
    const [from] = this.#interfaces;
    if (!from) return this.#lie('the packet there has no interface');
    const originalLength = this.#order.u32(body, 0);
    const room = Math.min(originalLength, body.length - FIXED.simplePacket);
    const captured = from.snapLength === 0 ? room : Math.min(room, from.snapLength);
    const start = FIXED.simplePacket;
    return this.#frame(from, { at: this.#lastAt, bytes: body.subarray(start, start + captured), originalLength }, start);
  }

  /** `fixed`: what stands in front of the bytes, behind the block's type and length. */
  #frame({ linkType }: CaptureInterface, packet: Omit<Frame, 'number' | 'linkType' | 'offset' | 'place'>, fixed: number): boolean {
    this.#frames += 1;
    this.#lastAt = packet.at;
    const place = this.#offset + BLOCK_START + fixed;
    this.#target.frame({ ...packet, number: this.#frames, linkType, offset: this.#offset, place });
    return true;
  }

  #lie(problem: string): false {
    this.#stop('capture-malformed', problem);
    return false;
  }

  #stop(code: 'capture-malformed' | 'capture-truncated', problem: string): void {
    this.#stopped = true;
    this.#target.stop(code, problem, this.#offset);
  }
}
