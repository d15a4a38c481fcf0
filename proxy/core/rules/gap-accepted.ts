import { expectedStart } from '../bits/expectation.ts';
import { bytes, grouped } from './number.ts';
import type { Judgement } from './rule.ts';
import { defineRule } from './rule.ts';

type Hole = { first: bigint; expected: bigint; nextOffset?: bigint };

export const gapAccepted = defineRule<'fragment', Hole>({
  id: 'gap-accepted',
  on: ['fragment'],
  answered: ['accepted'],
  about: 'answer',
  severity: 'error',
  blames: 'server',
  confidence: ({ nextOffset }) => (nextOffset === undefined ? 'likely' : 'certain'),
  listed: { confidence: 'certain' },
  source: '[BUP §3.2.5.2.6], [DOC fragment]',
  title: 'Gap accepted',
  why: 'The file on the server has a hole, or its parts are joined where they do not meet, and nobody will notice: to the client all went well.',
  fix: 'Compare the start of every Fragment with the length stored. When it lies beyond, answer 416 with BITS-Received-Content-Range and store nothing.',
  reality: 'The server of Dolphin and three small ones do not check. XenServer means it where the target is a raw disk.',
  check({ request: { range }, ack, before, faults }) {
    if (faults.length === 0 || !range || ack.type !== 'fragment-ack' || !faults.some(isGap)) return undefined;
    const expected = expectedStart(before).to;
    const { nextOffset } = ack;
    if (range.first <= expected || (nextOffset !== undefined && nextOffset <= range.first)) return undefined;
    return { first: range.first, expected, ...(nextOffset !== undefined && { nextOffset }) };
  },
  message({ first, expected, nextOffset }) {
    const claim = nextOffset === undefined ? 'and answers with success' : `and acknowledges ${grouped(nextOffset)} bytes`;
    return `The server lacks ${bytes(first - expected)} before byte ${grouped(first)}, ${claim}.`;
  },
});

/** A client that does not follow the server's offset may leave a gap too. */
function isGap({ rule, severity }: Judgement): boolean {
  return severity === 'error' && (rule === 'fragment-gap' || rule === 'fragment-ignores-server-offset');
}
