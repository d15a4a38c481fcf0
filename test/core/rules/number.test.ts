import { expect, it } from 'vitest';
import { bytes, duration, grouped } from '../../../proxy/core/rules/number.ts';

it.each([
  [0n, '0'],
  [999n, '999'],
  [1000n, '1,000'],
  [1234567n, '1,234,567'],
  [2n ** 64n - 1n, '18,446,744,073,709,551,615'],
  [65536, '65,536'],
])('groups %s by thousands', (value, text) => {
  expect(grouped(value)).toBe(text);
});

it('counts one byte and many', () => {
  expect([bytes(1n), bytes(1), bytes(0n), bytes(1024n)]).toEqual(['1 byte', '1 byte', '0 bytes', '1,024 bytes']);
});

it.each([
  [0, '0 seconds'],
  [1_000, '1 second'],
  [90_000, '90 seconds'],
  [120_000, '2 minutes'],
  [119 * 60_000, '119 minutes'],
  [26 * 3_600_000, '26 hours'],
  [48 * 3_600_000, '2 days'],
])('says %i ms as a person would: %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
