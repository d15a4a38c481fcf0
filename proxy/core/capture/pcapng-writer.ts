import { writeUtf8 } from '../text/utf8.ts';
import { LINK } from './link.ts';
import { cut } from './note.ts';
import { BLOCK, BLOCK_OVERHEAD, BYTE_ORDER_MAGIC, FIXED, OPTION, padded } from './pcapng-layout.ts';

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
const SMALLEST = 64 * 1024;
const MAX_SPARE = 16;
/** What a burst needed is not kept. */
const LARGEST_SPARE = 8 * 1024 * 1024;
/** Nanoseconds: ten to the minus this. */
const RESOLUTION = 9;
/** Beyond it 64 bits have no nanoseconds: in the year 2554. */
const LAST_US = 1.8e16;
const HIGH = 2 ** 32;
/** With three bytes for each it still fits the 16 bits of a length. */
const MAX_TEXT = 21_000;
const HOST_NAME_BYTES = 255;

/** Writes the blocks of a pcapng file of one interface, little end first, into one buffer. */
export class PcapngWriter {
  #bytes = new Uint8Array(SMALLEST);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  #flushed = 0;
  /** What was given back. New memory would have to be made anew, and collected again, for every byte of traffic. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];

  /** Bytes since `begin`. */
  get length(): number {
    return this.#flushed + this.#at;
  }

  begin(application: string): void {
    this.#flushed = -this.#at;
    this.#section(application);
    this.#interface();
  }

  /** What was written since the last time. It belongs to the caller, until it is given back. */
  flush(): Uint8Array<ArrayBuffer> {
    const written = this.#bytes.subarray(0, this.#at);
    this.#flushed += this.#at;
    this.#at = 0;
    this.#replace(this.#spare.pop() ?? new Uint8Array(Math.max(SMALLEST, padded(written.length + (written.length >>> 2)))));
    return written;
  }

  /** Memory that `flush` gave, and nobody looks at any more. */
  giveBack({ buffer }: Uint8Array<ArrayBuffer>): void {
    if (this.#spare.length < MAX_SPARE && buffer.byteLength <= LARGEST_SPARE) this.#spare.push(new Uint8Array(buffer));
  }

  /** Where the payload begins, counted as `length` is. */
  packet({ at, head, payload, kept, length, comments }: PacketToWrite): number {
    let room = BLOCK_OVERHEAD + FIXED.enhancedPacket + head.length + kept + 8;
    for (const comment of comments) room += optionRoom(comment);
    this.#reserve(room);
    const start = this.#start(BLOCK.enhancedPacket);
    this.#u32(0);
    this.#time(at);
    this.#u32(head.length + kept);
    this.#u32(head.length + length);
    this.#raw(head);
    const place = this.#flushed + this.#at;
    this.#raw(kept === payload.length ? payload : payload.subarray(0, kept));
    this.#fill();
    for (const comment of comments) this.#text(OPTION.comment, comment);
    if (comments.length > 0) this.#u32(OPTION.end);
    this.#end(start);
    return place;
  }

  names(hosts: readonly HostName[]): void {
    if (hosts.length === 0) return;
    this.#reserve(hosts.length * (24 + HOST_NAME_BYTES) + 16);
    const start = this.#start(BLOCK.nameResolution);
    for (const { address, name } of hosts) this.#name(address, plainName(name));
    this.#u32(0);
    this.#end(start);
  }

  #section(application: string): void {
    this.#reserve(BLOCK_OVERHEAD + FIXED.sectionHeader + optionRoom(application) + 4);
    const start = this.#start(BLOCK.sectionHeader);
    this.#u32(BYTE_ORDER_MAGIC);
    this.#u32(1);
    // The length of the section is not known.
    this.#u32(0xffff_ffff);
    this.#u32(0xffff_ffff);
    this.#text(OPTION.userApplication, application);
    this.#u32(OPTION.end);
    this.#end(start);
  }

  #interface(): void {
    this.#reserve(64);
    const start = this.#start(BLOCK.interfaceDescription);
    this.#u32(LINK.raw);
    this.#u32(0);
    this.#text(OPTION.interfaceName, INTERFACE);
    this.#u32(OPTION.timeResolution | (1 << 16));
    this.#u32(RESOLUTION);
    this.#u32(OPTION.end);
    this.#end(start);
  }

  #name(address: Uint8Array, name: string): void {
    const type = address.length === 4 ? NAME.ipv4 : NAME.ipv6;
    this.#u32(type | ((address.length + name.length + 1) << 16));
    this.#raw(address);
    this.#at = writeUtf8(name, this.#bytes, this.#at);
    this.#bytes[this.#at] = 0;
    this.#at += 1;
    this.#fill();
  }

  /** Milliseconds as the two halves of a time stamp in nanoseconds. */
  #time(at: number): void {
    const us = Math.min(Math.max(Math.round(at * 1000), 0), LAST_US) || 0;
    const low = (us % HIGH) * 1000;
    this.#u32(Math.floor(us / HIGH) * 1000 + Math.floor(low / HIGH));
    this.#u32(low >>> 0);
  }

  #text(code: number, text: string): void {
    const from = this.#at;
    this.#at = writeUtf8(cut(text, MAX_TEXT), this.#bytes, from + 4);
    this.#view.setUint32(from, code | ((this.#at - from - 4) << 16), true);
    this.#fill();
  }

  #start(type: number): number {
    const start = this.#at;
    this.#u32(type);
    this.#at += 4;
    return start;
  }

  #end(start: number): void {
    const length = this.#at + 4 - start;
    this.#view.setUint32(start + 4, length, true);
    this.#u32(length);
  }

  #u32(value: number): void {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  #raw(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Up to four bytes: every block begins at such a place. */
  #fill(): void {
    for (const end = padded(this.#at); this.#at < end; this.#at += 1) this.#bytes[this.#at] = 0;
  }

  #reserve(room: number): void {
    if (this.#at + room <= this.#bytes.length) return;
    const grown = new Uint8Array(padded(Math.max(this.#at + room, this.#bytes.length * 2)));
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#replace(grown);
  }

  #replace(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
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
