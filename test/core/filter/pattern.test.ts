import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, type Extent } from '../../../proxy/core/filter/pattern.ts';

const word = (text: string) => ({ text, quoted: false, at: 0, length: text.length });
const quoted = (text: string) => ({ ...word(text), quoted: true });

describe('a pattern', () => {
  it.each<[string, Extent, string, boolean]>([
    ['Port', 'part', 'rePORT.bin', true],
    ['report', 'whole', 'REPORT', true],
    ['report', 'whole', 'report.bin', false],
    ['rep', 'beginning', 'REPORT', true],
    ['port', 'beginning', 'report', false],
    ['*.bin', 'whole', 'report.bin', true],
    ['*.bin', 'whole', 'report.bin.txt', false],
    ['re*', 'whole', 'report', true],
    ['a*b*c', 'whole', 'a-b-b-c', true],
    ['a*b*c', 'whole', 'a-c-b', false],
    ['a*a', 'whole', 'a', false],
    ['ab*ba', 'whole', 'aba', false],
    ['a*bc*c', 'whole', 'abc', false],
    ['*', 'whole', '', true],
    ['**', 'whole', 'x', true],
    ['b*d', 'part', 'abcde', true],
    ['d*b', 'part', 'abcde', false],
    ['b*d', 'beginning', 'abcd', false],
    ['a*c', 'beginning', 'abcd', true],
  ])('%s as %s of %s: %s', (text, extent, value, passes) => {
    expect(compilePattern(word(text), extent)(value)).toBe(passes);
  });

  it('takes a star in quotes for a star', () => {
    expect(compilePattern(quoted('a*b'), 'part')('xa*bx')).toBe(true);
    expect(compilePattern(quoted('a*b'), 'part')('a-b')).toBe(false);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const values = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, values, (text, value) => {
        const source = text.replaceAll('*', '.*');
        expect(compilePattern(word(text), 'whole')(value)).toBe(new RegExp(`^${source}$`).test(value));
        expect(compilePattern(word(text), 'part')(value)).toBe(new RegExp(source).test(value));
        expect(compilePattern(word(text), 'beginning')(value)).toBe(new RegExp(`^${source}`).test(value));
      }),
    );
  });
});
