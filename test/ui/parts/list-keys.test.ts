import { describe, expect, it } from 'vitest';
import { targetIndex } from '../../../ui/parts/list-keys.ts';

const all = () => true;

describe('keys in a list', () => {
  it.each([
    ['ArrowDown', 3, 4],
    ['ArrowUp', 3, 2],
    ['PageDown', 3, 8],
    ['PageUp', 7, 2],
    ['Home', 7, 0],
    ['End', 3, 9],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 0, 0],
    ['ArrowDown', -1, 0],
  ])('%s leads from row %i to row %i of ten', (key, from, to) => {
    expect(targetIndex(key, from, 10, 5, all)).toBe(to);
  });

  it('pass over rows that cannot be chosen', () => {
    expect(targetIndex('ArrowDown', 3, 10, 5, (index) => index !== 4)).toBe(5);
    expect(targetIndex('ArrowUp', 5, 10, 5, (index) => index !== 4)).toBe(3);
    expect(targetIndex('End', 3, 10, 5, (index) => index < 8)).toBe(7);
  });

  it('are left to others when they mean nothing here, or there are no rows', () => {
    expect([targetIndex('a', 3, 10, 5, all), targetIndex('End', -1, 0, 5, all)]).toEqual([undefined, undefined]);
  });
});
