import { isInBounds } from '../bits/refusal.ts';
import { bytes, grouped } from './number.ts';
import { defineRule } from './rule.ts';

export const contentRangeOutOfBounds = defineRule({
  id: 'content-range-out-of-bounds',
  on: ['fragment'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[R2616 §14.16], [BUP §3.2.5.2.6]',
  title: 'Content-Range names bytes that cannot be',
  why: 'Such a range is invalid, and whoever gets it must ignore it and its bytes. The server answers 400 and the upload fails, often at its very end.',
  fix: 'Compute last as first + length - 1. Stop when the offset in BITS-Received-Content-Range has reached the total: there is nothing left to send.',
  reality: 'python-onedrive sent "bytes 10-9/10" whenever the size of the file was a multiple of its fragment size.',
  check({ request: { range } }) {
    if (!range || isInBounds(range)) return undefined;
    const { first, last, total } = range;
    return { first, last, total };
  },
  message({ first, last, total }) {
    if (last < first) return `Content-Range ends at byte ${grouped(last)}, before its first byte ${grouped(first)}.`;
    return `Content-Range ends at byte ${grouped(last)}, counted from 0; a file of ${bytes(total)} has no such byte.`;
  },
});
