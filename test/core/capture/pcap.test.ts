import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PcapReader } from '../../../proxy/core/capture/pcap.ts';
import { BIG, LITTLE, pcap } from '../../kit/capture-file.ts';
import { pieces, readFrames } from '../../kit/captured.ts';
import { join } from '../../kit/packets.ts';

const read = (...parts: readonly Uint8Array[]) => readFrames((target) => new PcapReader(target), [join(...parts)]);
const PACKETS = [
  { bytes: Uint8Array.of(1, 2, 3), us: 1_741_078_800_123_456, length: 90 },
  { bytes: Uint8Array.of(4), us: 1_741_078_800_500_000 },
];
const FRAMES = [
  { number: 1, at: 1_741_078_800_123.456, linkType: 101, bytes: Buffer.from([1, 2, 3]), originalLength: 90, offset: 24, place: 24 + 16 },
  { number: 2, at: 1_741_078_800_500, linkType: 101, bytes: Buffer.from([4]), originalLength: 1, offset: 43, place: 43 + 16 },
];

describe('a classic capture', () => {
  it.each([
    ['little-endian with microseconds', LITTLE, false],
    ['big-endian with microseconds', BIG, false],
    ['little-endian with nanoseconds', LITTLE, true],
    ['big-endian with nanoseconds', BIG, true],
  ])('that is %s has its packets with time, lengths and place', (_, order, nanoseconds) => {
    expect(read(pcap(PACKETS, { order, nanoseconds, linkType: 101 }))).toEqual({ frames: FRAMES, stopped: undefined });
  });

  it('of an old Linux system has longer heads', () => {
    const { u32 } = LITTLE;
    const header = join(u32(0xa1b2cd34), pcap([]).subarray(4));
    const record = join(u32(1), u32(2), u32(3), u32(3), u32(77), u32(77), [1, 2, 3]);
    expect(read(header, record, record).frames.map(({ bytes }) => bytes)).toEqual([Buffer.from([1, 2, 3]), Buffer.from([1, 2, 3])]);
  });

  it('may say in its link type how long the check sums are', () => {
    expect(read(pcap(PACKETS, { linkType: 0x4400_0001 })).frames[0]?.linkType).toBe(1);
  });

  it('may be fed in any pieces', () => {
    const file = pcap(PACKETS, { linkType: 101 });
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(lengths, (stream) => {
        const split = pieces(file, () => stream.next().value ?? 1);
        expect(readFrames((target) => new PcapReader(target), split)).toEqual({ frames: FRAMES, stopped: undefined });
      }),
    );
  });

  it.each([
    ['in its head', 20, 0],
    ['in the head of a packet', 30, 24],
    ['in a packet', 42, 24],
  ])('that is cut off %s says where', (_, length, offset) => {
    expect(read(pcap(PACKETS).subarray(0, length)).stopped).toMatch(new RegExp(`^capture-truncated at ${offset}: `));
  });

  it('says where a packet has a length that no packet has', () => {
    const { u32 } = LITTLE;
    const { frames, stopped } = read(pcap(PACKETS), u32(0), u32(0), u32(0xffff_ffff), u32(60));
    expect(frames).toHaveLength(2);
    expect(stopped).toBe('capture-malformed at 60: the packet there says that 4294967295 bytes were kept of it');
  });
});
