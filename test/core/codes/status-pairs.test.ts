import { expect, it } from 'vitest';
import { codesOf, pairing, statusesOf } from '../../../proxy/core/codes/status-pairs.ts';

it.each([
  [400, 0x80070057, 'documented'],
  [500, 0x8020001f, 'documented'],
  [416, 0, 'documented'],
  [400, 0x8020001f, 'mismatch'],
  [500, 0, 'mismatch'],
  [404, 0x80070005, 'documented'],
  [404, 0x80070057, 'open'],
  [409, 0x80070057, 'open'],
  [503, 0x80070005, 'mismatch'],
  [503, 0x80004005, 'documented'],
  // A vendor's own, and one that is at home in several.
  [400, 0xa0000001, 'documented'],
  [500, 0x80200023, 'documented'],
])('%i with %i is %s', (status, code, expected) => {
  expect(pairing(status, code)).toBe(expected);
});

it('knows the codes that belong beside a status', () => {
  expect(codesOf(403)).toEqual([0x80070005]);
  expect([416, 409, 503].map(codesOf)).toEqual([[], [], []]);
});

it('knows the statuses that a code belongs beside', () => {
  expect(statusesOf(0x80070057)).toEqual([400, 411]);
  expect(statusesOf(0x80070005)).toEqual([403, 501]);
  expect(statusesOf(0x80190194)).toEqual([]);
});
