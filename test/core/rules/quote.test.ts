import { expect, it } from 'vitest';
import { quoted } from '../../../proxy/core/rules/quote.ts';

it('shows a value as it was sent, up to 200 characters', () => {
  expect(quoted('')).toBe('');
  expect(quoted('v'.repeat(200))).toBe('v'.repeat(200));
});

it('cuts a longer one and says so', () => {
  expect(quoted(`${'v'.repeat(200)}w`)).toBe(`${'v'.repeat(200)}… (201 characters)`);
});
