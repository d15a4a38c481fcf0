import { lengthMismatchAccepted } from '../../../proxy/core/rules/length-mismatch-accepted.ts';
import { ack, caseOf, created, fault, fragment, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const MISMATCH = { faults: [fault('content-range-length-mismatch')] };
const declared = (range: string, length: string, status: number, next?: number) => ({
  request: fragment(range, { headers: { 'Content-Length': length } }),
  answer: ack(status, next === undefined ? {} : { next }),
});

testRule(lengthMismatchAccepted, {
  passes: {
    'lengths that agree': caseOf(created(), stored('0-99/100')),
    'a refusal': caseOf(created(), declared('0-99/100', '90', 400), {}, MISMATCH),
    'only what came': caseOf(created(), declared('0-99/100', '90', 200, 90), {}, MISMATCH),
    'a body that is too long, of which the range is acknowledged': caseOf(created(), declared('0-99/100', '120', 200, 100), {}, MISMATCH),
    'bytes that came before': caseOf(created(stored('0-99/200')), declared('0-99/200', '50', 200, 100), {}, MISMATCH),
    'another fault': caseOf(created(), declared('0-99/100', '90', 200, 100), {}, { faults: [fault('content-range-total-changed')] }),
  },
  flags: {
    'bytes that did not come': [
      caseOf(created(), declared('0-99/100', '90', 200, 100), {}, MISMATCH),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { nextOffset: 100n, sent: 90n, bodyLength: 90, offset: 'sent' },
      },
    ],
    'a success that names no offset': [
      caseOf(created(stored('0-99/200')), declared('100-199/200', '0', 200), {}, MISMATCH),
      { confidence: 'likely', evidence: { nextOffset: 200n, sent: 100n, bodyLength: 0, offset: 'implied' } },
    ],
  },
});
