import { expect, it } from 'vitest';
import { PcapngReader } from '../../../proxy/core/capture/pcapng.ts';
import { PcapngWriter } from '../../../proxy/core/capture/pcapng-writer.ts';
import { readFrames } from '../../kit/captured.ts';

const HEAD = Buffer.alloc(40);

interface Ways {
  readonly reuse?: boolean;
  readonly uncopied?: number;
}

/** Packets of these lengths, flushed one by one; with `reuse`, into memory that is full of something else. */
function written(lengths: readonly number[], { reuse = false, uncopied }: Ways = {}): Buffer {
  const writer = new PcapngWriter(uncopied);
  const blocks: Buffer[] = [];
  writer.begin('test');
  for (const length of lengths) {
    writer.packet({ at: 1, head: HEAD, payload: Buffer.alloc(length, 'x'), kept: length, length, comments: ['odd'] });
    const flushed = writer.flush();
    blocks.push(Buffer.concat(flushed.pieces));
    flushed.memory.fill(0xee);
    if (reuse) writer.giveBack(flushed.memory);
  }
  return Buffer.concat(blocks);
}

it('writes the same into memory that was used before', () => {
  const lengths = [1, 2, 3, 100_001, 5, 0, 7];
  const blocks = written(lengths, { reuse: true });
  expect(blocks.equals(written(lengths))).toBe(true);
  const { frames, stopped } = readFrames((target) => new PcapngReader(target), [blocks]);
  expect(stopped).toBeUndefined();
  expect(frames.map(({ bytes }) => bytes.length)).toEqual(lengths.map((length) => HEAD.length + length));
});

it('writes the same where payloads are not copied', () => {
  const lengths = [1, 99, 100, 101, 102, 3, 100_000, 103];
  expect(written(lengths, { uncopied: 100 }).equals(written(lengths))).toBe(true);
  expect(written(lengths, { uncopied: 100, reuse: true }).equals(written(lengths))).toBe(true);
});

it('tells the same places where payloads are not copied, in one piece of many packets', () => {
  const places = (uncopied: number) => {
    const writer = new PcapngWriter(uncopied);
    writer.begin('test');
    const told = [99, 50_000, 7, 60_000, 60_000, 1].map((length) =>
      writer.packet({ at: 1, head: HEAD, payload: Buffer.alloc(length), kept: length, length, comments: ['x'.repeat(20_000)] }),
    );
    const { pieces, length } = writer.flush();
    return { told, length, bytes: Buffer.concat(pieces) };
  };
  expect(places(100)).toEqual(places(Number.POSITIVE_INFINITY));
});

it('does not copy a payload that is as long as was said', () => {
  const writer = new PcapngWriter(100);
  const payload = Buffer.alloc(100, 'x');
  writer.packet({ at: 1, head: HEAD, payload, kept: 100, length: 100, comments: [] });
  expect(writer.flush().pieces[1]?.buffer).toBe(payload.buffer);
});
