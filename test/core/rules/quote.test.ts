import { expect, it } from 'vitest';
import { quoted } from '../../../proxy/core/rules/quote.ts';

it('a value is quoted as it was sent', () => {
  expect(quoted('')).toBe('');
  expect(quoted('a\tb')).toBe('a\tb');
  expect(quoted('a'.repeat(200))).toBe('a'.repeat(200));
});

it('of a long value the beginning is quoted, and its length told', () => {
  expect(quoted(`${'a'.repeat(200)}b`)).toBe(`${'a'.repeat(200)}… (201 characters)`);
});
