import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PcapngReader } from '../../../proxy/core/capture/pcapng.ts';
import { BIG, block, enhanced, LITTLE, networkInterface, type Order, option, section } from '../../kit/capture-file.ts';
import { pieces, readFrames } from '../../kit/captured.ts';
import { type Bytes, join } from '../../kit/packets.ts';

const read = (...blocks: readonly Bytes[]) => readFrames((target) => new PcapngReader(target), [join(...blocks)]);

/** 2025-03-04T09:00:00.123456Z */
const AT = 1_741_078_800_123.456;
const MICROSECONDS = 1_741_078_800_123_456n;
const ORDERS: readonly (readonly [string, Order])[] = [
  ['little', LITTLE],
  ['big', BIG],
];

describe.each(ORDERS)('a section in %s-endian order', (_, order) => {
  const start = [section(order), networkInterface(101, [], order)];

  it('has packets with their time, lengths and place', () => {
    const { frames, stopped } = read(...start, enhanced([1, 2, 3, 4, 5], MICROSECONDS, { order, length: 60 }));
    expect(stopped).toBeUndefined();
    expect(frames).toEqual([
      { number: 1, at: AT, linkType: 101, bytes: Buffer.from([1, 2, 3, 4, 5]), originalLength: 60, offset: 48, place: 48 + 8 + 20 },
    ]);
  });

  it('may have packets in the obsolete block', () => {
    const { u16, u32 } = order;
    const body = join(
      u16(0),
      u16(9),
      u32(Number(MICROSECONDS >> 32n)),
      u32(Number(MICROSECONDS & 0xffff_ffffn)),
      u32(3),
      u32(70),
      [7, 8, 9],
    );
    expect(read(...start, block(2, body, order)).frames).toMatchObject([
      { number: 1, at: AT, bytes: Buffer.from([7, 8, 9]), originalLength: 70 },
    ]);
  });

  it('may add seconds to its times, and take them away', () => {
    const offset = (seconds: bigint) => networkInterface(101, option(14, order.u64(seconds), order), order);
    const later = read(section(order), offset(10n), enhanced([1], MICROSECONDS, { order }));
    const earlier = read(section(order), offset(-10n), enhanced([1], MICROSECONDS, { order }));
    expect([later.frames[0]?.at, earlier.frames[0]?.at]).toEqual([AT + 10_000, AT - 10_000]);
  });
});

describe('a time stamp', () => {
  it.each([
    ['milliseconds', 3, MICROSECONDS / 1000n, 1_741_078_800_123],
    ['microseconds', 6, MICROSECONDS, AT],
    ['nanoseconds', 9, MICROSECONDS * 1000n + 789n, AT],
    ['seconds', 0, 1_741_078_800n, 1_741_078_800_000],
    ['1/65536 of a second', 0x80 | 16, 1_741_078_800n * 65_536n + 32_768n, 1_741_078_800_500],
  ])('in %s is told to the microsecond', (_, resolution, time, at) => {
    expect(read(section(), networkInterface(1, option(9, [resolution])), enhanced([1], time)).frames[0]?.at).toBe(at);
  });

  it.each([
    ['before the epoch', networkInterface(1, option(14, LITTLE.u64(-2_000_000_000n))), 1_000_000n, 0],
    ['beyond what a date can hold', networkInterface(1, option(9, [0])), 0x7fff_ffff_ffff_ffffn, 8.64e15],
    ['in the finest units', networkInterface(1, option(9, [127])), 1n, 0],
  ])('%s stays a time', (_, from, time, at) => {
    expect(read(section(), from, enhanced([1], time)).frames[0]?.at).toBe(at);
  });
});

describe('a file', () => {
  it('may have several interfaces, and several sections with other orders', () => {
    const { frames } = read(
      section(LITTLE, 40n),
      ...[networkInterface(1), networkInterface(113, option(9, [9]))],
      ...[enhanced([1], MICROSECONDS), enhanced([2], MICROSECONDS * 1000n, { on: 1 })],
      ...[section(BIG), networkInterface(228, [], BIG), enhanced([3], MICROSECONDS, { order: BIG })],
    );
    expect(frames.map(({ number, linkType, at }) => [number, linkType, at])).toEqual([
      [1, 1, AT],
      [2, 113, AT],
      [3, 228, AT],
    ]);
  });

  it('may have simple packets: no longer than the snap length, and at the time of the one before', () => {
    const simple = block(3, join(LITTLE.u32(9), [1, 2, 3, 4]));
    expect(read(section(), networkInterface(1, [], LITTLE, 3), enhanced([1], MICROSECONDS), simple).frames[1]).toMatchObject({
      number: 2,
      at: AT,
      bytes: Buffer.from([1, 2, 3]),
      originalLength: 9,
    });
  });

  it('may have a simple packet without a fill', () => {
    expect(read(section(), networkInterface(1), block(3, join(LITTLE.u32(5), [1, 2, 3, 4, 5]))).frames[0]?.bytes).toEqual(
      Buffer.from([1, 2, 3, 4, 5]),
    );
  });

  it('may have blocks and options that nobody asks for', () => {
    const options = join(option(2, Buffer.from('eth0')), option(9, [9]), option(0, []), [0xff, 0xff, 0xff, 0xff]);
    const skipped = [4, 5, 0xa, 0xb, 0xbad, 0x4000_0bad].map((type) => block(type, [1, 2, 3, 4]));
    const { frames, stopped } = read(
      section(),
      ...skipped,
      networkInterface(1, options),
      ...skipped,
      enhanced([1], MICROSECONDS * 1000n),
      ...skipped,
    );
    expect(frames.map(({ at }) => at)).toEqual([AT]);
    expect(stopped).toBeUndefined();
  });

  it.each([
    ['journal entries', 9],
    ['custom blocks', 0xbad],
    ['custom blocks that are not to be copied', 0x4000_0bad],
    ['sysdig events', 0x204],
  ])('numbers its %s, as Wireshark does', (_, type) => {
    expect(read(section(), networkInterface(1), block(type, new Uint8Array(40)), enhanced([1], 0n)).frames[0]?.number).toBe(2);
  });

  it('may be fed in any pieces', () => {
    const file = join(section(), block(0xbad, new Uint8Array(40)), networkInterface(1), enhanced([1, 2, 3, 4, 5], 7n), enhanced([9], 8n));
    const whole = readFrames((target) => new PcapngReader(target), [file]);
    expect(whole.frames).toHaveLength(2);
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(lengths, (stream) => {
        const split = pieces(file, () => stream.next().value ?? 1);
        expect(readFrames((target) => new PcapngReader(target), split)).toEqual(whole);
      }),
    );
  });
});

describe('what can not be read', () => {
  const start = join(section(), networkInterface(1), enhanced([1], 0n));
  const wrongEnd = (bytes: Uint8Array) => join(bytes.subarray(0, -4), LITTLE.u32(8));

  it.each([
    ['a block that is cut off', enhanced([1, 2, 3, 4], 0n).subarray(0, 20), 'capture-truncated', /middle of the block/],
    ['a block of which the beginning is cut off', Uint8Array.of(6, 0, 0), 'capture-truncated', /middle of the block/],
    ['a block that is skipped and cut off', block(0xbad, new Uint8Array(40)).subarray(0, 30), 'capture-truncated', /middle of the block/],
    ['two lengths that differ', wrongEnd(enhanced([1], 0n)), 'capture-malformed', /36 bytes at its beginning and 8 at its end/],
    [
      'two lengths that differ, where it is skipped',
      wrongEnd(block(0xbad, [1, 2, 3, 4])),
      'capture-malformed',
      /16 bytes at its beginning and 8/,
    ],
    ['a block shorter than its head', join(LITTLE.u32(0xbad), LITTLE.u32(8), LITTLE.u32(8)), 'capture-malformed', /has 8 bytes/],
    ['a packet block without room for its lengths', block(6, new Uint8Array(8)), 'capture-malformed', /has 20 bytes/],
    ['a length that is no multiple of four', join(LITTLE.u32(0xbad), LITTLE.u32(13), LITTLE.u32(13)), 'capture-malformed', /has 13 bytes/],
    [
      'a packet block of two gigabytes',
      join(LITTLE.u32(6), LITTLE.u32(0x8000_0000), LITTLE.u32(0)),
      'capture-malformed',
      /more than any packet/,
    ],
    [
      'more captured bytes than there are',
      block(6, join(...[0, 0, 0, 90, 90].map(LITTLE.u32), [1])),
      'capture-malformed',
      /90 bytes were kept/,
    ],
    ['an interface that is not there', enhanced([1], 0n, { on: 3 }), 'capture-malformed', /names interface 3, of 1/],
    ['a section without a byte order', block(0x0a0d0d0a, new Uint8Array(16)), 'capture-malformed', /no byte order/],
  ])('%s ends the reading and is told with its place', (_, bad, code, problem) => {
    const { frames, stopped } = read(start, bad, enhanced([2], 0n));
    const upToEnd = read(start, bad);
    const told = code === 'capture-truncated' ? upToEnd.stopped : stopped;
    expect(frames[0]?.number).toBe(1);
    expect(told).toMatch(new RegExp(`^${code} at ${start.length}: `));
    expect(told).toMatch(problem);
  });

  it('has no end of interfaces', () => {
    const many = Array.from({ length: 10_001 }, () => networkInterface(1));
    expect(read(section(), ...many).stopped).toMatch(/^capture-malformed at 200028: more than 10000 interfaces/);
  });
});
