import { expect, it } from 'vitest';
import { quoted } from '../../../proxy/core/rules/quote.ts';

it('quotes what is short as it was sent', () => {
  expect(quoted('')).toBe('');
  expect(quoted('{AB-12} ')).toBe('{AB-12} ');
  expect(quoted('x'.repeat(200))).toBe('x'.repeat(200));
});

it('cuts what is long, and tells how long it was', () => {
  expect(quoted('x'.repeat(201))).toBe(`${'x'.repeat(200)}… (201 characters)`);
});
