import { describe, expect, it } from 'vitest';
import { lasting, numberOf, statusText, thePacket, times } from '../../../proxy/core/verdicts/words.ts';

describe('words for sentences', () => {
  it.each([
    [0, '0 ms'],
    [850.4, '850 ms'],
    [999.9999, '1 s'],
    [2_490, '2.4 s'],
    [90_000, '90 s'],
    [299_999.9999, '5 minutes'],
    [3 * 3_600_000, '3 hours'],
    [15 * 86_400_000, '15 days'],
  ])('%d ms last %s', (ms, words) => {
    expect(lasting(ms)).toBe(words);
  });

  it.each([
    [1, 'once'],
    [2, 'twice'],
    [3, 'three times'],
    [1_200, '1,200 times'],
  ])('%d is %s', (count, words) => {
    expect(times(count)).toBe(words);
  });

  it('a packet is named as the documentation spells it, with where it begins', () => {
    expect(thePacket('fragment', 4_194_304n)).toBe('the Fragment at 4,194,304');
    expect(thePacket('close-session')).toBe('the Close-Session');
    expect(thePacket('malformed')).toBe('a packet of no known type');
  });

  it('a code stands beside its status, unless it says that nothing is wrong', () => {
    expect(statusText({ status: 500, code: 0x8020001f })).toBe('500 (0x8020001F)');
    expect(statusText({ status: 416, code: 0 })).toBe('416');
    expect(statusText({ status: 404 })).toBe('404');
  });

  it('one is one', () => {
    expect([numberOf(1, 'Fragment'), numberOf(2_000, 'Fragment')]).toEqual(['1 Fragment', '2,000 Fragments']);
  });
});
