import { describe, expect, it } from 'vitest';
import { Tally } from '../../../../proxy/exports/shared/tally.ts';

describe('a tally of names', () => {
  it('lists the most frequent first, and nothing for what has no name', () => {
    const tally = new Tally();
    for (const name of ['b', 'a', 'b', '', undefined]) tally.add(name);
    const shown = [
      { name: 'b', count: 2 },
      { name: 'a', count: 1 },
    ];
    expect(tally.listed).toEqual({ all: 2, shown });
  });

  it('shows 200, and says how many there are', () => {
    const tally = new Tally();
    for (let at = 0; at < 20_000; at += 1) tally.add(`name ${at}`);
    expect(tally.listed.all).toBe(20_000);
    expect(tally.listed.shown).toHaveLength(200);
  });

  it('cuts names that are very long', () => {
    const tally = new Tally();
    tally.add('n'.repeat(70_000));
    expect(tally.counted[0]?.name).toHaveLength(200);
  });
});
