import { expect, it } from 'vitest';
import { nearest } from '../../proxy/core/nearest.ts';

const NAMES = ['fragment-gap', 'fragment-overlap', 'packet-after-close', 'session-id-unknown'];

it.each([
  ['fragment-gpa', 'fragment-gap'],
  ['FRAGMENT-GAP', 'fragment-gap'],
  ['packet-after-clsoe', 'packet-after-close'],
  ['after-close', 'packet-after-close'],
])('finds what %j meant', (word, name) => {
  expect(nearest(word, NAMES)[0]).toBe(name);
});

it('names the nearest first, and no more than it is asked for', () => {
  expect(nearest('fragment', NAMES)).toEqual(['fragment-gap', 'fragment-overlap']);
  expect(nearest('fragment', NAMES, 1)).toEqual(['fragment-gap']);
});

it.each(['', 'x', 'nothing like it', 'a'.repeat(100_000)])('finds nothing near a word that is like no name (%#)', (word) => {
  expect(nearest(word, NAMES)).toEqual([]);
});
