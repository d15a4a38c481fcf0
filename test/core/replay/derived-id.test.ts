import { describe, expect, it } from 'vitest';
import { derivedId } from '../../../proxy/core/replay/derived-id.ts';

describe('derivedId', () => {
  it.each([
    ['{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}', '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E12}'],
    ['3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9eff', '3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9f00'],
    ['{3B1F7C52-8D0E-4E57-9C3A-FFFFFFFFFFFF}', '{3B1F7C52-8D0E-4E57-9C3A-000000000000}'],
    ['4711', '4712'],
    ['18446744073709551615', '18446744073709551616'],
    ['/up/a%20b.bin', '/up/a%20b.bin-2'],
    ['-7046', '-7046-2'],
  ])('of %s is %s', (recorded, derived) => {
    expect(derivedId(recorded, () => false)).toBe(derived);
  });

  it('is one that is free', () => {
    const taken = new Set(['12', '13']);
    expect(derivedId('11', (id) => taken.has(id))).toBe('14');
  });

  it('has at most 100 characters', () => {
    expect(derivedId('x'.repeat(99), () => false)).toBe(`${'x'.repeat(98)}-2`);
  });
});
