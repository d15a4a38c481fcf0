import { type Expectation, expectedStart } from '../bits/expectation.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

type Gap = { first: bigint; expected: bigint; basis: Expectation['basis'] };

export const fragmentGap = defineRule<'fragment', Gap>({
  id: 'fragment-gap',
  on: ['fragment'],
  about: 'request',
  severity: ({ basis }) => (basis === 'joined' ? 'note' : 'error'),
  blames: 'client',
  listed: { severity: 'error', confidence: 'certain' },
  confidence: ({ basis }) => (basis === 'joined' ? 'likely' : 'certain'),
  source: '[BUP §2.2.6, §3.2.5.2.6], [DOC fragment]',
  title: 'Fragment leaves a gap',
  why: 'A server keeps one contiguous run of bytes. It answers 416 to a Fragment that starts beyond it; one that does not check stores a file with a hole.',
  fix: 'Start each Fragment at the offset in the last BITS-Received-Content-Range, and the first one at byte 0.',
  reality:
    'gobits, usis and XenServer answer 416. The server of Dolphin and two small ones in Python accept the bytes and leave a hole. XenServer accepts any order where the target is a raw disk.',
  check({ request, before }) {
    if (!request.range || request.range.first === before.nextOffset) return undefined;
    const { to, basis } = expectedStart(before);
    return request.range.first > to ? { first: request.range.first, expected: to, basis } : undefined;
  },
  message({ first, expected, basis }) {
    const start = `Fragment starts at byte ${grouped(first)}`;
    if (basis === 'joined') return `${start}. We came late to this session and saw no earlier bytes.`;
    if (basis === 'unanswered') return `${start}, beyond byte ${grouped(expected)}, the highest that the server can be waiting for.`;
    return `${start}; the server expects byte ${grouped(expected)}.`;
  },
});
