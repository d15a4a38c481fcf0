import { expect, it } from 'vitest';
import { jsonText } from '../../../proxy/core/report/json-text.ts';

const HOSTILE = 'a\u0000\u001b]0;x\u0007\u009b31m\u202Eb\u2028\uFEFF"\\\uD800';

it('means the text that was sent', () => {
  expect(JSON.parse(jsonText({ text: HOSTILE }))).toEqual({ text: HOSTILE });
});

it('has nothing in it that acts on a terminal or moves text about', () => {
  expect(jsonText({ text: HOSTILE })).toMatch(/^[\u0020-\u007e]*$/);
});

it('writes offsets as decimal strings', () => {
  expect(jsonText({ first: 18_446_744_073_709_551_615n })).toBe('{"first":"18446744073709551615"}');
});
