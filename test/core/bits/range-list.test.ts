import { describe, expect, it } from 'vitest';
import { holes, includes, insertRange, joinClosest, overlaps } from '../../../proxy/core/bits/range-list.ts';

const range = (first: number, last: number) => ({ first: BigInt(first), last: BigInt(last) });
const list = [range(10, 19), range(30, 39), range(50, 59)];

describe('insertRange', () => {
  it('keeps a range that stands alone in its place', () => {
    expect(insertRange(list, range(0, 4))).toEqual([range(0, 4), ...list]);
    expect(insertRange(list, range(22, 27))).toEqual([range(10, 19), range(22, 27), range(30, 39), range(50, 59)]);
    expect(insertRange(list, range(70, 79))).toEqual([...list, range(70, 79)]);
    expect(insertRange([], range(0, 0))).toEqual([range(0, 0)]);
  });

  it('makes one of ranges that touch', () => {
    expect(insertRange(list, range(20, 29))).toEqual([range(10, 39), range(50, 59)]);
    expect(insertRange(list, range(60, 60))).toEqual([range(10, 19), range(30, 39), range(50, 60)]);
    expect(insertRange(list, range(9, 9))).toEqual([range(9, 19), range(30, 39), range(50, 59)]);
  });

  it('makes one of ranges that overlap', () => {
    expect(insertRange(list, range(15, 55))).toEqual([range(10, 59)]);
    expect(insertRange(list, range(32, 35))).toEqual(list);
    expect(insertRange(list, range(0, 99))).toEqual([range(0, 99)]);
  });
});

it('finds what a list has in common with a range', () => {
  expect(overlaps(list, range(15, 30))).toEqual([range(15, 19), range(30, 30)]);
  expect(overlaps(list, range(0, 99))).toEqual(list);
  expect(overlaps(list, range(20, 29))).toEqual([]);
  expect(overlaps([], range(0, 9))).toEqual([]);
});

it('knows which offsets a list includes', () => {
  expect([9n, 10n, 19n, 20n, 59n, 60n].map((offset) => includes(list, offset))).toEqual([false, true, true, false, true, false]);
});

describe('holes', () => {
  it('are what lies between the ranges, before them, and after them up to the total', () => {
    expect(holes(list, 65n)).toEqual([range(0, 9), range(20, 29), range(40, 49), range(60, 64)]);
    expect(holes([range(0, 9)], 10n)).toEqual([]);
  });

  it('end with the total, whatever lies beyond it', () => {
    expect(holes(list, 25n)).toEqual([range(0, 9), range(20, 24)]);
    expect(holes(list, 35n)).toEqual([range(0, 9), range(20, 29)]);
    expect(holes(list, 0n)).toEqual([]);
  });
});

describe('joinClosest', () => {
  it('closes the smallest hole, the first of equals', () => {
    expect(joinClosest([range(0, 0), range(5, 5), range(7, 7), range(20, 20)], 3)).toEqual([range(0, 0), range(5, 7), range(20, 20)]);
    expect(joinClosest(list, 2)).toEqual([range(10, 39), range(50, 59)]);
  });

  it('leaves a short list as it is, and always leaves one range', () => {
    expect(joinClosest(list, 3)).toBe(list);
    expect(joinClosest(list, 0)).toEqual([range(10, 59)]);
  });
});
