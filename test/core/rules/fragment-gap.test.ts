import { fragmentGap } from '../../../proxy/core/rules/fragment-gap.ts';
import { ack, caseOf, created, fragment, joined, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const next = (range: string) => ({ request: fragment(range), answer: ack(200) });
const cut = { request: fragment('100-199/1000', { came: 60 }) };

testRule(fragmentGap, {
  passes: {
    'a first Fragment at byte 0': caseOf(created(), next('0-99/1000')),
    'a Fragment at the offset of the last Ack': caseOf(created(stored('0-99/1000')), next('100-199/1000')),
    'a Fragment after a 200 that named no offset': caseOf(
      created({ request: fragment('0-99/1000'), answer: ack(200) }),
      next('100-199/1000'),
    ),
    'a Fragment that goes back': caseOf(created(stored('0-99/1000')), next('50-149/1000')),
    'the last acknowledged offset after a lost answer': caseOf(created(stored('0-99/1000'), cut), next('100-199/1000')),
    'the highest byte sent after a lost answer': caseOf(created(stored('0-99/1000'), cut), next('160-199/1000')),
    'a smaller Fragment at the same place after a 413': caseOf(
      created(stored('0-99/1000'), { request: fragment('100-999/1000'), answer: ack(413) }),
      next('100-499/1000'),
    ),
    'the same place again in a session met late': caseOf(
      joined({ request: fragment('500-599/1000'), answer: ack(413) }),
      next('500-549/1000'),
    ),
    'a session met late, by the Ack that was seen': caseOf(joined(stored('500-599/1000')), next('600-699/1000')),
    'a range that cannot be read': caseOf(created(), { request: packet('Fragment', { headers: { 'Content-Range': 'bytes */1000' } }) }),
  },
  flags: {
    'a first Fragment that does not begin the file': [
      caseOf(created(), next('100-199/1000')),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { first: 100n, expected: 0n, basis: 'start' } },
    ],
    'a Fragment beyond the offset of the last Ack': [
      caseOf(created(stored('0-99/1000')), next('200-299/1000')),
      { severity: 'error', evidence: { first: 200n, expected: 100n, basis: 'own-ack' } },
    ],
    'a client that goes on after a refusal that named no offset': [
      caseOf(created(stored('0-99/1000'), { request: fragment('100-199/1000'), answer: ack(500) }), next('200-299/1000')),
      { severity: 'error', evidence: { first: 200n, expected: 100n, basis: 'earlier-ack' } },
    ],
    'a Fragment beyond all that was sent, after a lost answer': [
      caseOf(created(stored('0-99/1000'), cut), next('200-299/1000')),
      { severity: 'error', evidence: { first: 200n, expected: 160n, basis: 'unanswered' } },
    ],
    'offsets beyond 53 bits': [
      caseOf(created(), next('9007199254740993-9007199254740993/9007199254740994')),
      { evidence: { first: 9007199254740993n, expected: 0n, basis: 'start' } },
    ],
    'one that gets no answer': [caseOf(created(), { request: fragment('100-199/1000') }), { severity: 'error' }],
    'as a note, the first Fragment of a session met late': [
      caseOf(joined(), next('500-599/1000')),
      { severity: 'note', confidence: 'likely', evidence: { first: 500n, expected: 0n, basis: 'joined' } },
    ],
  },
});
