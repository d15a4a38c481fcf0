import { BlockBuffer, type Written } from './block-buffer.ts';
import { LINK } from './link.ts';
import { cut } from './note.ts';
import { BLOCK, BLOCK_OVERHEAD, BYTE_ORDER_MAGIC, FIXED, OPTION } from './pcapng-layout.ts';

/** One address of a host, and its name. */
export interface HostName {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  readonly name: string;
}

export interface PacketToWrite {
  /** As in `WireEvent`. */
  readonly at: number;
  /** IP and TCP. */
  readonly head: Uint8Array;
  /** `kept` of it are written, the first ones. */
  readonly payload: Uint8Array;
  readonly kept: number;
  /** Of the payload, as it was sent. */
  readonly length: number;
  readonly comments: readonly string[];
}

const INTERFACE = 'bitstap';
/** Nanoseconds: ten to the minus this. */
const RESOLUTION = 9;
/** Beyond it 64 bits have no nanoseconds: in the year 2554. */
const LAST_US = 1.8e16;
const HIGH = 2 ** 32;
/** With three bytes for each it still fits the 16 bits of a length. */
const MAX_TEXT = 21_000;
const HOST_NAME_BYTES = 255;

/** Writes the blocks of a pcapng file of one interface. */
export class PcapngWriter {
  readonly #uncopied: number;
  readonly #out = new BlockBuffer();

  /** `uncopied`: payloads of so many bytes or more are not copied; they must not change before they are written. */
  constructor(uncopied = Number.POSITIVE_INFINITY) {
    this.#uncopied = uncopied;
  }

  /** Bytes since `begin`. */
  get length(): number {
    return this.#out.length;
  }

  begin(application: string): void {
    this.#out.restart();
    this.#section(application);
    this.#interface();
  }

  /** What was written since the last time. It belongs to the caller, until it is given back. */
  flush(): Written {
    return this.#out.flush();
  }

  /** Memory that `flush` gave, and nobody looks at any more. */
  giveBack(memory: Uint8Array<ArrayBuffer>): void {
    this.#out.giveBack(memory);
  }

  /** Where the payload begins, counted as `length` is. */
  packet({ at, head, payload, kept, length, comments }: PacketToWrite): number {
    const out = this.#out;
    const copied = kept < this.#uncopied ? kept : 0;
    let room = BLOCK_OVERHEAD + FIXED.enhancedPacket + head.length + copied + 8;
    for (const comment of comments) room += optionRoom(comment);
    out.reserve(room);
    const start = out.start(BLOCK.enhancedPacket);
    out.u32(0);
    this.#time(at);
    out.u32(head.length + kept);
    out.u32(head.length + length);
    out.raw(head);
    const place = out.length;
    const bytes = kept === payload.length ? payload : payload.subarray(0, kept);
    if (copied === kept) out.raw(bytes);
    else out.refer(bytes);
    out.fill(head.length + kept);
    for (const comment of comments) this.#text(OPTION.comment, comment);
    if (comments.length > 0) out.u32(OPTION.end);
    out.end(start, kept - copied);
    return place;
  }

  names(hosts: readonly HostName[]): void {
    if (hosts.length === 0) return;
    this.#out.reserve(hosts.length * (24 + HOST_NAME_BYTES) + 16);
    const start = this.#out.start(BLOCK.nameResolution);
    for (const { address, name } of hosts) this.#name(address, plainName(name));
    this.#out.u32(0);
    this.#out.end(start);
  }

  #section(application: string): void {
    const out = this.#out;
    out.reserve(BLOCK_OVERHEAD + FIXED.sectionHeader + optionRoom(application) + 4);
    const start = out.start(BLOCK.sectionHeader);
    out.u32(BYTE_ORDER_MAGIC);
    out.u32(1);
    // The length of the section is not known.
    out.u32(0xffff_ffff);
    out.u32(0xffff_ffff);
    this.#text(OPTION.userApplication, application);
    out.u32(OPTION.end);
    out.end(start);
  }

  #interface(): void {
    const out = this.#out;
    out.reserve(64);
    const start = out.start(BLOCK.interfaceDescription);
    out.u32(LINK.raw);
    out.u32(0);
    this.#text(OPTION.interfaceName, INTERFACE);
    out.u32(OPTION.timeResolution | (1 << 16));
    out.u32(RESOLUTION);
    out.u32(OPTION.end);
    out.end(start);
  }

  #name(address: Uint8Array, name: string): void {
    const type = address.length === 4 ? NAME.ipv4 : NAME.ipv6;
    const length = address.length + name.length + 1;
    this.#out.u32(type | (length << 16));
    this.#out.raw(address);
    this.#out.utf8(`${name}\0`);
    this.#out.fill(length);
  }

  /** Milliseconds as the two halves of a time stamp in nanoseconds. */
  #time(at: number): void {
    const us = Math.min(Math.max(Math.round(at * 1000), 0), LAST_US) || 0;
    const low = (us % HIGH) * 1000;
    this.#out.u32(Math.floor(us / HIGH) * 1000 + Math.floor(low / HIGH));
    this.#out.u32(low >>> 0);
  }

  #text(code: number, text: string): void {
    this.#out.option(code, cut(text, MAX_TEXT));
  }
}

/** Kinds of record in a block of names [§4.4]. */
const NAME = { ipv4: 1, ipv6: 2 } as const;

function optionRoom(text: string): number {
  return 8 + 3 * Math.min(text.length, MAX_TEXT);
}

/** A name ends with a zero; what no host name has would only mislead. */
function plainName(name: string): string {
  return name.slice(0, HOST_NAME_BYTES).replace(/[^\x21-\x7e]/g, '?');
}
