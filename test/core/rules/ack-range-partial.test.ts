import { ackRangePartial } from '../../../proxy/core/rules/ack-range-partial.ts';
import { ack, caseOf, created, fragment, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const told = (range: string, status: number, next: number) => ({ request: fragment(range), answer: ack(status, { next }) });
/** A server that names the last byte. */
const short = [told('0-99/1000', 200, 99), told('99-198/1000', 200, 198)];

testRule(ackRangePartial, {
  passes: {
    'a Fragment that is stored whole': caseOf(created(), stored('0-99/1000')),
    'the next one, after a part': caseOf(created(told('0-99/1000', 200, 50)), told('50-149/1000', 200, 150)),
    'a 416': caseOf(created(), told('0-99/1000', 416, 50)),
    'an offset before the Fragment': caseOf(created(stored('0-99/1000')), told('100-199/1000', 200, 50)),
    'an Ack without an offset': caseOf(created(...short), { request: fragment('198-297/1000'), answer: ack(200) }),
  },
  flags: {
    'as a note, a part that was stored': [
      caseOf(created(), told('0-99/1000', 200, 50)),
      {
        severity: 'note',
        blames: 'server',
        confidence: 'certain',
        evidence: { problem: 'partial', nextOffset: 50n, first: 0n, last: 99n, inARow: 1 },
      },
    ],
    'as a note, the second Ack that names the last byte': [
      caseOf(created(told('0-99/1000', 200, 99)), told('99-198/1000', 200, 198)),
      { severity: 'note', evidence: { problem: 'partial', nextOffset: 198n, first: 99n, last: 198n, inARow: 2 } },
    ],
    'the third one': [
      caseOf(created(...short), told('198-297/1000', 200, 297)),
      {
        severity: 'error',
        confidence: 'likely',
        evidence: { problem: 'off-by-one', nextOffset: 297n, first: 198n, last: 297n, inARow: 3 },
      },
    ],
    'as a note, the third part of a server that stores in blocks': [
      caseOf(created(told('0-99/1000', 200, 64), told('64-163/1000', 200, 128)), told('128-227/1000', 200, 192)),
      { severity: 'note', evidence: { problem: 'partial', nextOffset: 192n, first: 128n, last: 227n, inARow: 3 } },
    ],
    'as a note again, where a whole one came in between': [
      caseOf(created(...short, stored('198-297/1000')), told('298-397/1000', 200, 397)),
      { severity: 'note', evidence: { problem: 'partial', nextOffset: 397n, first: 298n, last: 397n, inARow: 1 } },
    ],
  },
});
