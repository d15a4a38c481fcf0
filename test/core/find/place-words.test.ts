import { expect, it } from 'vitest';
import type { FindHit } from '../../../proxy/core/find/find-news.ts';
import { placeWords } from '../../../proxy/core/find/place-words.ts';

const hit = (change: Partial<FindHit>): FindHit => ({
  ...{ exchange: 'x1', session: 's1', startedAt: 0, packet: 'Fragment', of: 'request', part: 'body', at: 1_234, length: 1 },
  ...{ encoding: 'utf-8', before: '', hit: 'x', after: '' },
  ...change,
});

it.each([
  { change: {}, words: 'request body, byte 1,234' },
  { change: { part: 'head', of: 'response', header: 'Server' }, words: 'answer, Server' },
  { change: { part: 'head' }, words: 'request, first line' },
  { change: { part: 'trailers', header: 'X-Sum' }, words: 'request trailer, X-Sum' },
  { change: { part: 'interim', of: 'response', header: 'X\u200b' }, words: 'interim answer, X⟨U+200B⟩' },
] as const)('a hit is in the $words', ({ change, words }) => {
  expect(placeWords(hit(change))).toBe(words);
});
