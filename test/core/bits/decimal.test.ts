import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDecimal } from '../../../proxy/core/bits/decimal.ts';

it('reads every count that a number can hold exactly', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (value) => parseDecimal(String(value)) === value));
  expect(parseDecimal('0086400')).toBe(86400);
});

it.each(['', ' 1', '-1', '+1', '1.0', '1e3', '0x1', '1_000', '９', '9007199254740992', '9'.repeat(400)])('does not read %j', (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});
