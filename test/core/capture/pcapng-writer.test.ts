import { expect, it } from 'vitest';
import { PcapngReader } from '../../../proxy/core/capture/pcapng.ts';
import { PcapngWriter } from '../../../proxy/core/capture/pcapng-writer.ts';
import { readFrames } from '../../kit/captured.ts';

const HEAD = Buffer.alloc(40);

/** Packets of these lengths, flushed one by one; with `reuse`, into memory that is full of something else. */
function written(lengths: readonly number[], { reuse }: { readonly reuse: boolean }): Buffer {
  const writer = new PcapngWriter();
  const blocks: Buffer[] = [];
  writer.begin('test');
  for (const length of lengths) {
    writer.packet({ at: 1, head: HEAD, payload: Buffer.alloc(length, 'x'), kept: length, length, comments: ['odd'] });
    const flushed = writer.flush();
    blocks.push(Buffer.from(flushed));
    new Uint8Array(flushed.buffer).fill(0xee);
    if (reuse) writer.giveBack(flushed);
  }
  return Buffer.concat(blocks);
}

it('writes the same into memory that was used before', () => {
  const lengths = [1, 2, 3, 100_001, 5, 0, 7];
  const blocks = written(lengths, { reuse: true });
  expect(blocks.equals(written(lengths, { reuse: false }))).toBe(true);
  const { frames, stopped } = readFrames((target) => new PcapngReader(target), [blocks]);
  expect(stopped).toBeUndefined();
  expect(frames.map(({ bytes }) => bytes.length)).toEqual(lengths.map((length) => HEAD.length + length));
});
