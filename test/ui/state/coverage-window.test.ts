import { describe, expect, it } from 'vitest';
import { CoverageWindow } from '../../../ui/state/coverage-window.svelte.ts';

const file = (total = 1_000n) => new CoverageWindow(() => total);

describe('the part of the file that is shown', () => {
  it('is all of it at first', () => {
    expect([file().range, file().isWhole]).toEqual([{ first: 0n, last: 999n }, true]);
  });

  it('is half of it, around the middle or a byte that is named', () => {
    const middle = file();
    middle.zoom('in');
    expect(middle.range).toEqual({ first: 250n, last: 749n });
    const named = file();
    named.zoom('in', 900n);
    expect(named.range.first <= 900n && named.range.last >= 900n).toBe(true);
  });

  it('never leaves the file', () => {
    const shown = file();
    shown.zoom('in');
    for (let times = 0; times < 9; times += 1) shown.pan('right');
    expect(shown.range).toEqual({ first: 500n, last: 999n });
    for (let times = 0; times < 9; times += 1) shown.pan('left');
    expect(shown.range.first).toBe(0n);
    for (let times = 0; times < 99; times += 1) shown.zoom('in');
    expect(shown.length).toBe(16n);
    for (let times = 0; times < 99; times += 1) shown.zoom('out');
    expect(shown.isWhole).toBe(true);
  });

  it('shows a stretch with room around it', () => {
    const shown = file();
    shown.showAround({ first: 400n, last: 449n });
    expect(shown.range).toEqual({ first: 350n, last: 499n });
  });

  it('says where an offset is in it, also beyond 2^53', () => {
    const huge = file(2n ** 63n);
    expect(huge.shareOf(2n ** 62n)).toBeCloseTo(0.5);
    const shown = file();
    shown.show({ first: 100n, last: 199n });
    expect([shown.shareOf(150n), shown.shareOf(0n)]).toEqual([0.5, -1]);
  });

  it('is whole for a file of nothing', () => {
    expect([file(0n).length, file(0n).shareOf(0n)]).toEqual([1n, 0]);
  });
});
