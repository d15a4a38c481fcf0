import { contentRangeOutOfBounds } from '../../../proxy/core/rules/content-range-out-of-bounds.ts';
import { ack, caseOf, created, fragment, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = (range: string) => ({ request: fragment(range), answer: ack(400, { error: '0x80070057' }) });

testRule(contentRangeOutOfBounds, {
  passes: {
    'the last byte of the file': caseOf(created(stored('0-98/100')), refused('99-99/100')),
    'a file of one byte': caseOf(created(), refused('0-0/1')),
    'a range that cannot be read': caseOf(created(), { request: packet('Fragment', { headers: { 'Content-Range': 'bytes */9' } }) }),
  },
  flags: {
    'nothing left, sent all the same': [
      caseOf(created(stored('0-9/10')), refused('10-9/10')),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { first: 10n, last: 9n, total: 10n } },
    ],
    'one byte too many': [caseOf(created(), refused('0-10/10')), { evidence: { first: 0n, last: 10n, total: 10n } }],
    'a range beyond the file': [caseOf(created(), refused('20-29/10')), { evidence: { first: 20n, last: 29n, total: 10n } }],
  },
});
