import { expect, it } from 'vitest';
import { parse, stringify } from '../../proxy/core/json.ts';

it('offsets travel as decimal strings and come back as bigint, all 64 bits of them', () => {
  const value = { range: { first: 0n, last: 18_446_744_073_709_551_614n, total: 18_446_744_073_709_551_615n }, nextOffset: 5n };
  const text = stringify(value);
  expect(text).toBe('{"range":{"first":"0","last":"18446744073709551614","total":"18446744073709551615"},"nextOffset":"5"}');
  expect(parse(text)).toEqual(value);
});

it('a text that only looks like an offset stays a text', () => {
  expect(parse('{"reason":"100","first":"x1","total":""}')).toEqual({ reason: '100', first: 'x1', total: '' });
});
