import { BIG_ENDIAN } from './byte-order.ts';
import { ConversationTextReader } from './conversation-text.ts';
import { EventLinesReader } from './event-lines.ts';
import type { FormatTarget } from './format-target.ts';
import type { CaptureSource } from './frame.ts';
import { HarReader } from './har.ts';
import { PcapReader, pcapKind } from './pcap.ts';
import { PcapngReader } from './pcapng.ts';
import { BLOCK } from './pcapng-layout.ts';
import { SazReader } from './saz.ts';
import { beginningText } from './text-beginning.ts';

/** A kind of file that can be read; it is known by its first bytes, whatever its name is. */
export interface CaptureFormat {
  readonly name: string;
  readonly matches: (first: Uint8Array) => boolean;
  readonly open: (target: FormatTarget) => CaptureSource;
}

/** With so many bytes a packet capture is told, and with so many every format. */
export const RECOGNISED_FROM = 8;
export const RECOGNISED_BY = 512;

export const FORMATS: readonly CaptureFormat[] = [
  {
    name: 'pcapng',
    matches: (first) => BIG_ENDIAN.u32(first, 0) === BLOCK.sectionHeader,
    open: (target) => new PcapngReader(target),
  },
  { name: 'pcap', matches: (first) => pcapKind(first) !== undefined, open: (target) => new PcapReader(target) },
  { name: 'har', matches: (first) => /^\{\s*"log"/.test(beginningText(first)), open: (target) => new HarReader(target) },
  { name: 'saz', matches: (first) => BIG_ENDIAN.u32(first, 0) === ZIP, open: (target) => new SazReader(target) },
  {
    name: 'jsonl',
    matches: (first) => /^\{"(seq|type|at)"/.test(beginningText(first)),
    open: (target) => new EventLinesReader(target),
  },
  {
    name: 'txt',
    matches: (first) => /^(=== |# )/.test(beginningText(first)),
    open: (target) => new ConversationTextReader(target),
  },
];

const ZIP = 0x504b0304;
const UNPACK = 'unpack it first';
const SAVE_AS = 'open it in Wireshark and save it as pcapng';

/** What people have instead: it begins so, is that, and this is what they can do. */
const OTHERS: readonly (readonly [first: readonly number[], what: string, advice: string])[] = [
  [[0x1f, 0x8b], 'a gzip file', UNPACK],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a zstd file', UNPACK],
  [[0x04, 0x22, 0x4d, 0x18], 'an lz4 file', UNPACK],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz file', UNPACK],
  [[0x42, 0x5a, 0x68], 'a bzip2 file', UNPACK],
  [[0x50, 0x4b, 0x05, 0x06], 'a zip file with nothing in it', 'save it again in Fiddler'],
  [[0x47, 0x4d, 0x42, 0x55], 'a capture of Network Monitor', SAVE_AS],
  [[0x52, 0x54, 0x53, 0x53], 'a capture of Network Monitor', SAVE_AS],
  [[0x73, 0x6e, 0x6f, 0x6f, 0x70], 'a snoop capture', SAVE_AS],
];

export function formatOf(first: Uint8Array): CaptureFormat | undefined {
  return FORMATS.find(({ matches }) => matches(first));
}

/** What to tell about a file that is no capture. */
export function refusalOf(first: Uint8Array): string {
  if (first.length === 0) return 'The file is empty.';
  for (const [magic, what, advice] of OTHERS) {
    if (magic.every((byte, index) => first[index] === byte)) return `This is ${what}, not a capture: ${advice}.`;
  }
  if (/^[{[]/.test(beginningText(first)))
    return 'This is a JSON file, but neither HAR, which begins with {"log", nor the JSON lines that bitstap writes.';
  return `This is no capture: a ${FORMATS.map(({ name }) => name).join(', ')} file begins otherwise. If another program made it, save it there as pcapng.`;
}
