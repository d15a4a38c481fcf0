import { contentRangeTotalChanged } from '../../../proxy/core/rules/content-range-total-changed.ts';
import { ack, caseOf, created, fragment, joined, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const next = (range: string) => ({ request: fragment(range), answer: ack(400, { error: '0x80070057' }) });

testRule(contentRangeTotalChanged, {
  passes: {
    'the first Fragment': caseOf(created(), next('0-99/1000')),
    'the same total': caseOf(created(stored('0-99/1000')), next('100-199/1000')),
    'the first Fragment of a session met late': caseOf(joined(), next('100-199/1000')),
    'a range that cannot be read': caseOf(created(stored('0-99/1000')), {
      request: packet('Fragment', { headers: { 'Content-Range': 'bytes 100-199/*' } }),
    }),
  },
  flags: {
    'a file that grew': [
      caseOf(created(stored('0-99/1000')), next('100-199/1200')),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { total: 1200n, totalBefore: 1000n } },
    ],
    'a file that shrank': [caseOf(created(stored('0-99/1000')), next('100-199/200')), { evidence: { total: 200n, totalBefore: 1000n } }],
    'a session met late, after its first Fragment': [caseOf(joined(stored('0-99/1000')), next('100-199/1001')), { severity: 'error' }],
  },
});
