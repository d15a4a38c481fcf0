import { describe, expect, it } from 'vitest';
import { characterCount, percentDecoded } from '../../../proxy/core/bits/url-text.ts';

describe('percentDecoded', () => {
  it.each([
    ['/inbox/report.bin', '/inbox/report.bin'],
    ['/a%20b%2Fc', '/a b/c'],
    ['%C3%a9', '\xc3\xa9'],
    ['100%', '100%'],
    ['%zz%2', '%zz%2'],
    ['%2541', '%41'],
  ])('of %j is %j', (text, decoded) => {
    expect(percentDecoded(text)).toBe(decoded);
  });
});

describe('characterCount', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['%E6%96%87', 1],
    ['\xe6\x96\x87', 1],
    ['a%20b', 3],
  ])('of %j is %i', (text, count) => {
    expect(characterCount(text)).toBe(count);
  });
});
