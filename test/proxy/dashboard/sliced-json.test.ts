import { describe, expect, it } from 'vitest';
import { parse } from '../../../proxy/core/json.ts';
import { stringifyInSlices } from '../../../proxy/dashboard/sliced-json.ts';

describe('JSON in slices', () => {
  it.each([0, 1, 50, 51, 100, 101])('is one object, with %i items in its list', async (length) => {
    const items = Array.from({ length }, (_, index) => ({ index, total: BigInt(index) }));
    expect(parse(await stringifyInSlices({ type: 'rows', seq: 3 }, { items, none: [] }))).toEqual({
      type: 'rows',
      seq: 3,
      items,
      none: [],
    });
  });

  it('lets other work go on between the slices', async () => {
    let turns = 0;
    const writing = stringifyInSlices({}, { items: Array.from({ length: 200 }, (_, index) => index) });
    setImmediate(() => {
      turns += 1;
    });
    await writing;
    expect(turns).toBe(1);
  });
});
