import { expectedStart } from '../bits/expectation.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

export const fragmentIgnoresServerOffset = defineRule({
  id: 'fragment-ignores-server-offset',
  on: ['fragment'],
  about: 'request',
  severity: 'error',
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.7.2, §3.1.5.2.4]',
  title: 'Fragment ignores the offset that the server asked for',
  why: 'The offset in an Ack is the only way for a server to resynchronise its client. One that does not follow gets 416 for ever, or leaves a corrupt file.',
  fix: 'Read BITS-Received-Content-Range in every Ack, 200 and 416 alike, and start the next Fragment there, be it further on or further back.',
  reality:
    'Many hand-written clients never read the header: Zenfolio says so in a comment, and so does the small client in the tests of XenServer.',
  check({ request, before }) {
    if (!request.range || request.range.first === before.nextOffset) return undefined;
    const { from, basis } = expectedStart(before);
    return basis === 'own-ack' && request.range.first !== from ? { first: request.range.first, expected: from } : undefined;
  },
  message: ({ first, expected }) => `The last Ack asked for byte ${grouped(expected)}; this Fragment starts at byte ${grouped(first)}.`,
});
