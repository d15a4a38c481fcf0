import { Inflate } from 'fflate/browser';
import { latin1 } from '../http/latin1.ts';
import { utf8Text } from '../text/utf8.ts';
import { LITTLE_ENDIAN } from './byte-order.ts';
import { Intake } from './intake.ts';

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const LOCAL_BYTES = 30;
/** What ends the files: their directory, or the end of it where there are none [APPNOTE §4.3.6]. */
const DIRECTORY: readonly number[] = [0x02014b50, 0x06054b50, 0x08064b50, 0x06064b50];

/** A file in a zip file. Its bytes come in pieces, which stay as they are. */
export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  /** 0: stored, 8: deflated; others are not unpacked. */
  readonly method: number;
}

/** Whoever takes what is packed. */
export interface ZipTarget {
  /** A file begins: `skip` is passed over. */
  begin(entry: ZipEntry): 'read' | 'skip';
  /** More of it; `skip` passes over the rest. */
  bytes(piece: Uint8Array): 'read' | 'skip';
  /** It is over; `problem` is why it could not be read to its end. */
  finish(problem?: string): void;
  stop(code: 'capture-malformed' | 'capture-truncated', problem: string, offset: number): void;
}

interface Open {
  /** Packed bytes that are still to come; absent where only what stands behind them tells. */
  left: number | undefined;
  readonly wide: boolean;
  inflate: Inflate | undefined;
  packed: number;
  reading: boolean;
}

/** So many packed bytes are unpacked at once: they may become a thousand times as many. */
const SLICE_BYTES = 16 * 1024;

/** The files of a zip file in their order, as its bytes come, without its directory [APPNOTE]. Keeps hardly anything of them. */
export class ZipReader {
  readonly #target: ZipTarget;
  readonly #intake = new Intake();
  #open: Open | undefined;
  #state: 'reading' | 'over' | 'stopped' = 'reading';
  #problem: string | undefined;

  constructor(target: ZipTarget) {
    this.#target = target;
  }

  feed(bytes: Uint8Array): void {
    if (this.#state !== 'reading') return;
    this.#intake.feed(bytes);
    while (this.#state === 'reading' && this.#step());
    this.#intake.keep();
  }

  end(): void {
    if (this.#state !== 'reading') return;
    this.#state = 'stopped';
    if (this.#open) this.#target.finish('the file ends in its middle');
    this.#target.stop('capture-truncated', 'the file ends without the directory of what is packed', this.#intake.offset);
  }

  #step(): boolean {
    if (!this.#open) return this.#readHeader();
    return this.#open.left === undefined ? this.#readToDescriptor(this.#open) : this.#readRest(this.#open, this.#open.left);
  }

  #readHeader(): boolean {
    const signature = this.#intake.peek(4);
    if (!signature) return false;
    const kind = LITTLE_ENDIAN.u32(signature, 0);
    if (kind === LOCAL) return this.#readLocal();
    this.#state = DIRECTORY.includes(kind) ? 'over' : 'stopped';
    if (this.#state === 'stopped') this.#target.stop('capture-malformed', 'no packed file begins there', this.#intake.offset);
    return false;
  }

  #readLocal(): boolean {
    const fixed = this.#intake.peek(LOCAL_BYTES);
    if (!fixed) return false;
    const nameLength = LITTLE_ENDIAN.u16(fixed, 26);
    const length = LOCAL_BYTES + nameLength + LITTLE_ENDIAN.u16(fixed, 28);
    const header = this.#intake.peek(length);
    if (!header) return false;
    const flags = LITTLE_ENDIAN.u16(header, 6);
    const method = LITTLE_ENDIAN.u16(header, 8);
    const nameBytes = header.subarray(LOCAL_BYTES, LOCAL_BYTES + nameLength);
    const name = flags & 0x800 ? utf8Text(nameBytes) : latin1(nameBytes);
    const size = sizeOf(header, nameLength);
    this.#intake.skip(length);
    this.#begin({ name, method, encrypted: (flags & 1) !== 0 }, flags & 8 ? { ...size, left: undefined } : size);
    return true;
  }

  #begin(entry: ZipEntry, { left, wide }: { left: number | undefined; wide: boolean }): void {
    const reading = this.#target.begin(entry) === 'read';
    this.#problem = undefined;
    const inflate = reading && entry.method === 8 ? new Inflate((piece) => this.#give(piece)) : undefined;
    this.#open = { left, wide, inflate, packed: 0, reading };
  }

  #readRest(open: Open, left: number): boolean {
    const bytes = left > 0 ? this.#intake.some(Math.min(left, SLICE_BYTES)) : undefined;
    if (left > 0 && !bytes) return false;
    if (bytes) this.#unpack(open, bytes);
    open.left = left - (bytes?.length ?? 0);
    if (open.left === 0) this.#finish(open);
    return true;
  }

  /** What is packed ends where a descriptor follows that says how long it was. */
  #readToDescriptor(open: Open): boolean {
    const length = open.wide ? 24 : 16;
    const bytes = this.#intake.some(SLICE_BYTES + length);
    if (!bytes || bytes.length < length) return false;
    const end = descriptorIn(bytes, open.packed, open.wide);
    const packed = bytes.subarray(0, end ?? bytes.length - length + 1);
    this.#unpack(open, packed);
    if (end === undefined) return packed.length > 0;
    this.#intake.skip(length);
    this.#finish(open);
    return true;
  }

  #unpack(open: Open, bytes: Uint8Array): void {
    open.packed += bytes.length;
    if (open.reading) this.#push(open, bytes, false);
    this.#intake.skip(bytes.length);
    if (this.#problem !== undefined) open.reading = false;
  }

  #push(open: Open, bytes: Uint8Array, last: boolean): void {
    if (!open.inflate) return this.#give(bytes.slice());
    try {
      open.inflate.push(bytes.slice(), last);
    } catch (error) {
      // What is packed is no DEFLATE.
      this.#problem ??= error instanceof Error ? error.message : String(error);
    }
  }

  #give(piece: Uint8Array): void {
    const { reading } = this.#open ?? { reading: false };
    if (!reading || !this.#open || piece.length === 0) return;
    if (this.#target.bytes(piece) === 'skip') this.#open.reading = false;
  }

  #finish(open: Open): void {
    if (open.reading && open.inflate) this.#push(open, new Uint8Array(0), true);
    this.#open = undefined;
    this.#target.finish(this.#problem);
  }
}

/** The packed size; where it is too long for its field it stands behind the name [APPNOTE §4.5.3]. */
function sizeOf(header: Uint8Array, nameLength: number): { left: number; wide: boolean } {
  const { u16, u32 } = LITTLE_ENDIAN;
  const short = u32(header, 18);
  for (let at = LOCAL_BYTES + nameLength; at + 4 <= header.length; at += 4 + u16(header, at + 2)) {
    if (u16(header, at) !== 1) continue;
    const place = at + 4 + (u32(header, 22) === 0xffff_ffff ? 8 : 0);
    return { left: short === 0xffff_ffff ? u32(header, place) + u32(header, place + 4) * 2 ** 32 : short, wide: true };
  }
  return { left: short, wide: false };
}

/** Where in the bytes a descriptor begins that fits: so many packed bytes came in front of them. */
function descriptorIn(bytes: Uint8Array, packedBefore: number, wide: boolean): number | undefined {
  for (let at = bytes.indexOf(0x50); at >= 0 && at + (wide ? 24 : 16) <= bytes.length; at = bytes.indexOf(0x50, at + 1)) {
    if (LITTLE_ENDIAN.u32(bytes, at) === DESCRIPTOR && LITTLE_ENDIAN.u32(bytes, at + 8) === (packedBefore + at) % 2 ** 32) return at;
  }
  return undefined;
}
