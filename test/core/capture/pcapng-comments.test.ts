import { describe, expect, it } from 'vitest';
import { PcapngReader } from '../../../proxy/core/capture/pcapng.ts';
import { BIG, block, LITTLE, networkInterface, type Order, option, section } from '../../kit/capture-file.ts';
import { readFrames } from '../../kit/captured.ts';
import { type Bytes, join } from '../../kit/packets.ts';

/** A packet of five bytes with options behind it. */
function commentsOn(options: Bytes, order: Order = LITTLE): readonly string[] | undefined {
  const { u32 } = order;
  const packet = block(6, join(u32(0), u32(0), u32(0), u32(5), u32(5), [1, 2, 3, 4, 5, 0, 0, 0], options), order);
  const { frames, stopped } = readFrames(
    (target) => new PcapngReader(target),
    [join(section(order), networkInterface(101, [], order), packet)],
  );
  expect(stopped).toBeUndefined();
  expect(frames[0]?.bytes).toHaveLength(5);
  return frames[0]?.comments;
}

const text = (content: string, order?: Order) => option(1, Buffer.from(content, 'utf8'), order);
const END = [0, 0, 0, 0];

describe('the comments on a packet', () => {
  it.each([LITTLE, BIG])('are read in their order, between other options', (order) => {
    const options = join(text('first', order), option(2, [0, 0, 0, 1], order), text('zweiter ü', order), text('', order), END);
    expect(commentsOn(options, order)).toEqual(['first', 'zweiter ü', '']);
  });

  it('are none where there are no options, or others', () => {
    expect(commentsOn([])).toBeUndefined();
    expect(commentsOn(join(option(2, [0, 0, 0, 1]), END))).toBeUndefined();
  });

  it('end with their options', () => {
    expect(commentsOn(join(text('one'), END, text('two')))).toEqual(['one']);
    expect(commentsOn(join(text('one')))).toEqual(['one']);
  });

  it('are left out where their length is a lie, and where there are too many', () => {
    expect(commentsOn(join(text('one'), [1, 0, 0xff, 0xff], [0x61, 0x61, 0x61, 0x61]))).toEqual(['one']);
    expect(commentsOn(join(...Array.from({ length: 30 }, (_, index) => text(`${index}`))))).toHaveLength(16);
  });
});
