import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Page } from '../../../../proxy/dashboard/kept/page.ts';

const BYTES = 4_096;

/** A page full of entries of two numbers and a text, and where they are. */
function full(of: number) {
  const page = new Page(BYTES);
  const places: number[] = [];
  while (page.room >= 40) places.push(page.put([of, places.length + 0.5], [`entry ${places.length}`, ' \xff']));
  return { page, places };
}

function entries({ page, places }: ReturnType<typeof full>): string[] {
  return places.map((place, index) => `${[...page.numbers(place, 2)].join(' ')} ${page.text(place, 2, 0, `entry ${index} \xff`.length)}`);
}

describe('a page', () => {
  it('gives back what was put in', () => {
    const written = full(7);
    expect(entries(written)[3]).toBe('7 3.5 entry 3 \xff');
    expect(written.page.room).toBeLessThan(40);
  });

  it('gives back the same when it was compressed, and when more pages are read than lie unpacked', async () => {
    const pages = Array.from({ length: 40 }, (_, index) => full(index));
    const before = pages.map(entries);
    for (const { page } of pages) page.compress();
    expect(pages.map(entries)).toEqual(before);
    await after(50);
    expect(pages.map(entries)).toEqual(before);
    expect([...pages].reverse().map(entries)).toEqual([...before].reverse());
  });
});
