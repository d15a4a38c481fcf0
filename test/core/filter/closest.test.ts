import { expect, it } from 'vitest';
import { closest } from '../../../proxy/core/filter/closest.ts';

const WORDS = ['status', 'state', 'severity', 'session', 'server', 'server-agent'];

it.each([
  ['severty', 'severity'],
  ['severiyt', 'severity'],
  ['SESION', 'session'],
  ['statsu', 'status'],
  ['sevrer', 'server'],
  ['server-a', 'server-agent'],
  ['sess', 'session'],
])('%s may mean %s', (word, meant) => {
  expect(closest(word, WORDS)).toBe(meant);
});

it.each(['', 'x', 'zz', 'latency', 'a'.repeat(41)])('%j means none of them', (word) => {
  expect(closest(word, WORDS)).toBeUndefined();
});
