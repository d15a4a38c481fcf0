import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

/** `inARow`: how many Acks to this one lay inside their Fragment. */
type Partial = { problem: 'partial' | 'off-by-one'; nextOffset: bigint; first: bigint; last: bigint; inARow: number };

const ACKS_THAT_MAKE_A_HABIT = 3;

export const ackRangePartial = defineRule<'fragment', Partial>({
  id: 'ack-range-partial',
  on: ['fragment'],
  answered: ['accepted'],
  once: 'session',
  onceFor: ({ problem }) => problem,
  about: 'answer',
  severity: ({ problem }) => (problem === 'off-by-one' ? 'error' : 'note'),
  listed: { severity: 'error' },
  blames: 'server',
  confidence: ({ problem }) => (problem === 'off-by-one' ? 'likely' : 'certain'),
  source: '[BUP §2.2.7.2, §3.1.5.1.4]',
  title: 'Only a part of the Fragment acknowledged',
  why: 'A server may do that, and the client goes on there. One that names the last byte instead of the next makes the client send a byte of every Fragment twice, and never acknowledges the end of the file.',
  fix: 'If the server stores whole Fragments: BITS-Received-Content-Range is the last byte + 1, the next one that it wants.',
  check({ request: { range }, ack, after }) {
    const inARow = after.memory.partialAcks;
    if (inARow === 0 || !range || ack.type !== 'fragment-ack' || ack.nextOffset === undefined) return undefined;
    const { nextOffset } = ack;
    const problem = inARow >= ACKS_THAT_MAKE_A_HABIT && nextOffset === range.last ? 'off-by-one' : 'partial';
    return { problem, nextOffset, first: range.first, last: range.last, inARow };
  },
  message({ problem, nextOffset, first, last, inARow }) {
    const what = `Of bytes ${grouped(first)} to ${grouped(last)} the server wants byte ${grouped(nextOffset)} again`;
    return problem === 'partial' ? `${what} and what follows.` : `${what}, the ${inARow}. Ack in a row: it counts one too few.`;
  },
});
