import { gapAccepted } from '../../../proxy/core/rules/gap-accepted.ts';
import { ack, caseOf, created, fault, fragment, joined, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const GAP = { faults: [fault('fragment-gap')] };
const told = (range: string, status: number, next?: number) => ({
  request: fragment(range),
  answer: ack(status, next === undefined ? {} : { next }),
});

testRule(gapAccepted, {
  passes: {
    'a Fragment at the right place': caseOf(created(stored('0-99/1000')), stored('100-199/1000')),
    'a gap that is refused': caseOf(created(), told('100-199/1000', 416, 0), {}, GAP),
    'a gap of which nothing is acknowledged': caseOf(created(stored('0-99/1000')), told('200-299/1000', 200, 100), {}, GAP),
    'a gap that is no more than a note': caseOf(
      joined(),
      told('500-599/1000', 200, 600),
      {},
      {
        faults: [{ ...fault('fragment-gap'), severity: 'note' }],
      },
    ),
    'a client that does not follow, but goes back': caseOf(
      created(stored('0-99/1000')),
      told('50-149/1000', 200, 150),
      {},
      {
        faults: [fault('fragment-ignores-server-offset')],
      },
    ),
    'another fault': caseOf(created(), told('100-199/1000', 200, 200), {}, { faults: [fault('content-range-total-changed')] }),
  },
  flags: {
    'a gap that is acknowledged': [
      caseOf(created(stored('0-99/1000')), told('200-299/1000', 200, 300), {}, GAP),
      { severity: 'error', blames: 'server', confidence: 'certain', evidence: { first: 200n, expected: 100n, nextOffset: 300n } },
    ],
    'a part of it': [
      caseOf(created(), told('100-199/1000', 200, 150), {}, GAP),
      { evidence: { first: 100n, expected: 0n, nextOffset: 150n } },
    ],
    'a success that names no offset': [
      caseOf(created(), told('100-199/1000', 200), {}, GAP),
      { severity: 'error', confidence: 'likely', evidence: { first: 100n, expected: 0n } },
    ],
    'a client that does not follow and skips bytes': [
      caseOf(
        created(told('0-99/1000', 200, 40)),
        told('100-199/1000', 200, 200),
        {},
        { faults: [fault('fragment-ignores-server-offset')] },
      ),
      { evidence: { first: 100n, expected: 40n, nextOffset: 200n } },
    ],
  },
});
