import { describe, expect, it } from 'vitest';
import { StreamIndex } from '../../../proxy/store/stream-index.ts';

/** Ten stretches of ten bytes, one each second, in files of three. */
function filled(): StreamIndex {
  const index = new StreamIndex();
  for (let count = 0; count < 10; count += 1)
    index.add({ connection: 'c1', from: 'client', at: count, start: count * 10, length: 10, file: Math.floor(count / 3), place: count });
  return index;
}

const starts = (index: StreamIndex, start: number, end: number) =>
  [...index.stretches('c1', 'client', start, end)].map((found) => found.start);

describe('the index of streams', () => {
  it('finds what reaches into a range', () => {
    expect(starts(filled(), 15, 31)).toEqual([10, 20, 30]);
    expect(starts(filled(), 95, 1000)).toEqual([90]);
    expect(starts(filled(), 100, 1000)).toEqual([]);
  });

  it('forgets what was seen before a time, and goes on', () => {
    const index = filled();
    index.forgetBefore(7);
    expect(starts(index, 0, 1000)).toEqual([70, 80, 90]);
    index.add({ connection: 'c1', from: 'client', at: 10, start: 100, length: 10, file: 3, place: 10 });
    expect(starts(index, 0, 1000)).toEqual([70, 80, 90, 100]);
    index.forgetBefore(1000);
    expect(starts(index, 0, 1000)).toEqual([]);
  });

  it('may forget while it is read', () => {
    const index = filled();
    const found: number[] = [];
    for (const { start } of index.stretches('c1', 'client', 0, 1000)) {
      found.push(start);
      if (start === 50) index.forgetBefore(5);
    }
    expect(found).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });
});
