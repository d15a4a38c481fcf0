import { fragmentNotReducedAfter413 } from '../../../proxy/core/rules/fragment-not-reduced-after-413.ts';
import { ack, caseOf, created, fragment, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const WINDOWS = { headers: { 'User-Agent': 'Microsoft BITS/7.8' } };
const tooLarge = (range: string) => ({ request: fragment(range, WINDOWS), answer: page(413) });
const next = (range: string, options = {}) => ({ request: fragment(range, options), answer: ack(200) });

testRule(fragmentNotReducedAfter413, {
  passes: {
    'a smaller Fragment': caseOf(created(tooLarge('0-99999/1000000')), next('0-49999/1000000')),
    'a smaller one of Windows': caseOf(created(tooLarge('0-99999/1000000')), next('0-5119/1000000', WINDOWS)),
    'the same Fragment after another refusal': caseOf(
      created({ request: fragment('0-99999/1000000'), answer: ack(503) }),
      next('0-99999/1000000'),
    ),
    'a Fragment of any size at another place': caseOf(created(stored('0-9/1000'), tooLarge('10-99/1000')), next('0-499/1000')),
    'Windows, which cannot go below its smallest': caseOf(created(tooLarge('0-5119/1000000')), next('0-5119/1000000', WINDOWS)),
    'a small one of another client': caseOf(created(tooLarge('0-9999/1000000')), next('0-99/1000000')),
    'the first Fragment': caseOf(created(), next('0-99/1000')),
  },
  flags: {
    'the same Fragment again': [
      caseOf(created(tooLarge('0-99999/1000000')), next('0-99999/1000000')),
      {
        severity: 'warning',
        blames: 'client',
        confidence: 'certain',
        evidence: { problem: 'not-smaller', first: 0n, length: 100000n, refusedLength: 100000n },
      },
    ],
    'a larger one': [
      caseOf(created(stored('0-9/1000'), tooLarge('10-99/1000')), next('10-199/1000')),
      { evidence: { problem: 'not-smaller', first: 10n, length: 190n, refusedLength: 90n } },
    ],
    'as a note, a Windows that goes below 5 KB': [
      caseOf(created(tooLarge('0-9999/1000000')), next('0-4999/1000000', WINDOWS)),
      { severity: 'note', evidence: { problem: 'too-small', first: 0n, length: 5000n, refusedLength: 10000n } },
    ],
  },
});
