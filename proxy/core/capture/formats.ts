import { BIG_ENDIAN } from './byte-order.ts';
import type { CaptureSource, FrameTarget } from './frame.ts';
import { PcapReader, pcapKind } from './pcap.ts';
import { PcapngReader } from './pcapng.ts';
import { BLOCK } from './pcapng-layout.ts';

/** A kind of file that can be read; it is known by its first bytes, whatever its name is. */
export interface CaptureFormat {
  readonly name: string;
  readonly matches: (first: Uint8Array) => boolean;
  readonly open: (target: FrameTarget) => CaptureSource;
}

/** So many bytes tell every format. */
export const RECOGNISED_BY = 8;

export const FORMATS: readonly CaptureFormat[] = [
  {
    name: 'pcapng',
    matches: (first) => BIG_ENDIAN.u32(first, 0) === BLOCK.sectionHeader,
    open: (target) => new PcapngReader(target),
  },
  { name: 'pcap', matches: (first) => pcapKind(first) !== undefined, open: (target) => new PcapReader(target) },
];

const UNPACK = 'unpack it first';
const SAVE_AS = 'open it in Wireshark and save it as pcapng';

/** What people have instead: it begins so, is that, and this is what they can do. */
const OTHERS: readonly (readonly [first: readonly number[], what: string, advice: string])[] = [
  [[0x1f, 0x8b], 'a gzip file', UNPACK],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a zstd file', UNPACK],
  [[0x04, 0x22, 0x4d, 0x18], 'an lz4 file', UNPACK],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz file', UNPACK],
  [[0x42, 0x5a, 0x68], 'a bzip2 file', UNPACK],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip file', UNPACK],
  [[0x7b], 'a JSON file (HAR?)', 'it has no packets: make a capture with Wireshark or tcpdump'],
  [[0xef, 0xbb, 0xbf, 0x7b], 'a JSON file (HAR?)', 'it has no packets: make a capture with Wireshark or tcpdump'],
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
  return `This is no capture: a ${FORMATS.map(({ name }) => name).join(' or ')} file begins otherwise. If another program made it, save it there as pcapng.`;
}
