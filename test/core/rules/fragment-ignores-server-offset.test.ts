import { fragmentIgnoresServerOffset } from '../../../proxy/core/rules/fragment-ignores-server-offset.ts';
import { ack, caseOf, created, fragment, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const next = (range: string) => ({ request: fragment(range), answer: ack(200) });
const outOfStep = { request: fragment('300-399/1000'), answer: ack(416, { next: 200 }) };

testRule(fragmentIgnoresServerOffset, {
  passes: {
    'a client that follows a 200': caseOf(created(stored('0-99/1000')), next('100-199/1000')),
    'a client that follows a 416 back': caseOf(created(stored('0-99/1000'), outOfStep), next('200-299/1000')),
    'a client that follows an offset inside its last Fragment': caseOf(
      created({ request: fragment('0-99/1000'), answer: ack(200, { next: 40 }) }),
      next('40-139/1000'),
    ),
    'any start after an answer without an offset': caseOf(
      created(stored('0-99/1000'), { request: fragment('100-199/1000'), answer: ack(500) }),
      next('200-299/1000'),
    ),
    'any start after an offset on an error that is no 416': caseOf(
      created(stored('0-99/1000'), { request: fragment('100-199/1000'), answer: ack(500, { next: 0 }) }),
      next('100-199/1000'),
    ),
    'any start after a lost answer': caseOf(created(stored('0-99/1000'), { request: fragment('100-199/1000') }), next('0-99/1000')),
    'the first Fragment': caseOf(created(), next('100-199/1000')),
  },
  flags: {
    'a client that goes on behind what it sent after a 416': [
      caseOf(created(outOfStep), next('400-499/1000')),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { first: 400n, expected: 200n } },
    ],
    'a client that goes back although the server went on': [
      caseOf(created(stored('0-99/1000')), next('50-149/1000')),
      { severity: 'error', evidence: { first: 50n, expected: 100n } },
    ],
    'a client that goes on although the server kept a part only': [
      caseOf(created({ request: fragment('0-99/1000'), answer: ack(200, { next: 40 }) }), next('100-199/1000')),
      { severity: 'error', evidence: { first: 100n, expected: 40n } },
    ],
  },
});
