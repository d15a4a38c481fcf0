import { ackRangeStall } from '../../../proxy/core/rules/ack-range-stall.ts';
import { ack, caseOf, created, fragment, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const told = (range: string, status: number, next: number) => ({ request: fragment(range), answer: ack(status, { next }) });
const stuck = told('100-199/1000', 200, 100);

testRule(ackRangeStall, {
  passes: {
    'a server that goes on': caseOf(created(stored('0-99/1000')), stored('100-199/1000')),
    'the second Ack with the same offset': caseOf(created(stored('0-99/1000')), stuck),
    'an offset that moves at last': caseOf(created(stored('0-99/1000'), stuck), stored('100-199/1000')),
    'the refusals of Fragments that were too large': caseOf(
      created(stored('0-99/1000'), told('100-999/1000', 413, 100), told('100-499/1000', 413, 100)),
      told('100-299/1000', 413, 100),
    ),
    'a refusal after two such Acks': caseOf(created(stored('0-99/1000'), stuck, stuck), {
      request: fragment('100-199/1000'),
      answer: ack(503, { next: 100 }),
    }),
    'a challenge after two such Acks': caseOf(created(stored('0-99/1000'), stuck, stuck), {
      request: fragment('100-199/1000'),
      answer: page(401),
    }),
  },
  flags: {
    'the third Ack with the same offset': [
      caseOf(created(stored('0-99/1000'), stuck), stuck),
      { severity: 'warning', blames: 'server', confidence: 'guess', evidence: { nextOffset: 100n, acks: 3 } },
    ],
    'a server that stores nothing from the first byte on': [
      caseOf(created(told('0-99/1000', 200, 0), told('0-99/1000', 416, 0)), told('0-99/1000', 200, 0)),
      { severity: 'warning', evidence: { nextOffset: 0n, acks: 3 } },
    ],
    'one that is interrupted by a refusal': [
      caseOf(created(stored('0-99/1000'), stuck, { request: fragment('100-199/1000'), answer: ack(503) }), stuck),
      { evidence: { nextOffset: 100n, acks: 3 } },
    ],
  },
});
