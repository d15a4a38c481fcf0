import { expectedStart } from '../bits/expectation.ts';
import { formatHresult } from '../bits/hresult.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

/** `expected`: what the server itself had asked for. */
type Spurious = { first: bigint; nextOffset?: bigint; expected?: bigint; code?: string };

export const spurious416 = defineRule<'fragment', Spurious>({
  id: 'spurious-416',
  on: ['fragment'],
  answered: ['refused'],
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  confidence: 'certain',
  source: '[BUP §3.2.5.2.6]',
  title: 'Fragment at the right place refused with 416',
  why: 'A 416 tells a client that it is out of step. One that is in step goes on as before, and gets the same answer again.',
  fix: 'Look at the error code beside it: some servers answer 416 to any trouble with a Fragment. If there is none, the server lost its state between two requests.',
  reality: 'A slip in the VHD module of XenServer turns every error of a Fragment into a 416 with 0x80070057.',
  check({ request: { range }, ack, before }) {
    if (ack.type !== 'fragment-ack' || ack.status !== 416 || !range) return undefined;
    const { nextOffset, error } = ack;
    const { from, basis } = expectedStart(before);
    const asked = basis === 'own-ack' && from === range.first;
    if (!asked && nextOffset !== range.first) return undefined;
    return {
      first: range.first,
      ...(nextOffset !== undefined && { nextOffset }),
      ...(asked && { expected: from }),
      ...(error?.code !== undefined && { code: formatHresult(error.code) }),
    };
  },
  message({ first, nextOffset, expected, code }) {
    const who = nextOffset === first ? 'the 416 itself' : expected === undefined ? 'the server' : 'its last Ack';
    return `Fragment starts at byte ${grouped(first)}, which ${who} asks for; it is refused with 416${code === undefined ? '' : ` and ${code}`}.`;
  },
});
