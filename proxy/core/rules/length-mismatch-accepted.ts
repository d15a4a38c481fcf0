import { sentEnd } from '../bits/expectation.ts';
import type { Session } from '../bits/session.ts';
import { bytes, grouped } from './number.ts';
import { defineRule } from './rule.ts';

/** `sent`: one more than the highest byte that came. */
type Invented = { nextOffset: bigint; sent: bigint; bodyLength: number; offset: 'sent' | 'implied' };

export const lengthMismatchAccepted = defineRule<'fragment', Invented>({
  id: 'length-mismatch-accepted',
  on: ['fragment'],
  answered: ['accepted'],
  about: 'answer',
  severity: 'error',
  blames: 'server',
  confidence: ({ offset }) => (offset === 'sent' ? 'certain' : 'likely'),
  listed: { confidence: 'certain' },
  source: '[BUP §2.2.6.1, §2.2.6.3, §2.2.7.2]',
  title: 'Missing bytes acknowledged',
  why: 'The server believed Content-Range and did not count what came. The file on it lacks bytes or has wrong ones, and both sides think that all is well.',
  fix: 'Compare the bytes received with last - first + 1 before storing them, and answer 400 when they differ.',
  reality: 'gobits and XenServer check it. Two small servers in Python do not.',
  check({ request: { range }, ack, exchange, before, faults }) {
    if (faults.length === 0 || !range || ack.type !== 'fragment-ack') return undefined;
    if (!faults.some(({ rule }) => rule === 'content-range-length-mismatch')) return undefined;
    const bodyLength = exchange.request?.bodyLength ?? 0;
    const sent = highest(range.first + BigInt(bodyLength), before);
    const nextOffset = ack.nextOffset ?? range.last + 1n;
    return nextOffset > sent ? { nextOffset, sent, bodyLength, offset: ack.nextOffset === undefined ? 'implied' : 'sent' } : undefined;
  },
  message: ({ nextOffset, sent, bodyLength }) =>
    `The server acknowledges ${bytes(nextOffset)}; with the ${bytes(bodyLength)} in this Fragment it can have ${grouped(sent)}.`,
});

/** What came before counts as well. */
function highest(end: bigint, before: Session): bigint {
  const known = [end, sentEnd(before), before.coverage.acknowledged];
  return known.reduce((most, each) => (each > most ? each : most));
}
