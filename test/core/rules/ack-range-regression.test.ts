import { ackRangeRegression } from '../../../proxy/core/rules/ack-range-regression.ts';
import { ack, caseOf, created, fragment, joined, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const told = (range: string, status: number, next: number) => ({ request: fragment(range), answer: ack(status, { next }) });

testRule(ackRangeRegression, {
  passes: {
    'a server that goes on': caseOf(created(stored('0-99/1000')), told('100-199/1000', 200, 200)),
    'one that stays where it is': caseOf(created(stored('0-99/1000')), told('200-299/1000', 416, 100)),
    'one that kept nothing of a Fragment that broke off': caseOf(
      created(stored('0-99/1000'), { request: fragment('100-199/1000', { came: 60 }) }),
      told('160-199/1000', 416, 100),
    ),
    'an offset on an error that gives no order': caseOf(created(stored('0-99/1000')), told('100-199/1000', 500, 0)),
    'the first Ack in a session met late': caseOf(joined(), told('500-599/1000', 416, 100)),
    'an offset that takes back a claim which could not be true': caseOf(
      created(told('0-99/1000', 200, 1000)),
      told('100-199/1000', 200, 200),
    ),
  },
  flags: {
    'a 416 that goes back': [
      caseOf(created(stored('0-99/1000'), stored('100-199/1000')), told('200-299/1000', 416, 100)),
      { severity: 'warning', blames: 'server', confidence: 'certain', evidence: { nextOffset: 100n, acknowledged: 200n, status: 416 } },
    ],
    'a 200 that goes back': [
      caseOf(created(stored('0-99/1000')), told('100-199/1000', 200, 50)),
      { severity: 'warning', evidence: { nextOffset: 50n, acknowledged: 100n, status: 200 } },
    ],
    'a server that begins anew, in a session met late too': [
      caseOf(joined(stored('500-599/1000')), told('600-699/1000', 416, 0)),
      { evidence: { nextOffset: 0n, acknowledged: 600n, status: 416 } },
    ],
  },
});
