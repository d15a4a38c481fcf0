import { expect, it } from 'vitest';
import { quoted } from '../../../proxy/core/rules/quote.ts';

it('shows a value as it was sent', () => {
  expect(quoted(' a\\b ')).toBe(' a\\b ');
  expect(quoted('x'.repeat(200))).toBe('x'.repeat(200));
});

it('shows the beginning of a long one, and how long it is', () => {
  expect(quoted('x'.repeat(1500))).toBe(`${'x'.repeat(200)}… (1,500 characters)`);
});
