import { expect, it } from 'vitest';
import { printable } from '../../../proxy/reference/printable.ts';

it('keeps letters of any script', () => {
  expect(printable('Übergröße 文')).toBe('Übergröße 文');
});

it('takes out what moves a cursor, turns the line round or begins a new one', () => {
  expect(printable('a\u001b[2Jb\r\nc\u202ed\u2028e\u009bf')).toBe('a [2Jb c d e f');
});

it('shortens what is long, and shows that it did', () => {
  expect(printable('x'.repeat(301))).toBe(`${'x'.repeat(300)}…`);
});
