import { fragmentOverlap } from '../../../proxy/core/rules/fragment-overlap.ts';
import { ack, caseOf, created, fragment, joined, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const next = (range: string) => ({ request: fragment(range), answer: ack(416) });
const refused = { request: fragment('100-199/1000'), answer: ack(503) };
const lost = { request: fragment('100-199/1000') };

testRule(fragmentOverlap, {
  passes: {
    'a Fragment at the expected byte': caseOf(created(stored('0-99/1000')), next('100-199/1000')),
    'a Fragment beyond it': caseOf(created(stored('0-99/1000')), next('150-199/1000')),
    'a Fragment that lies before it altogether': caseOf(created(stored('0-99/1000')), next('0-99/1000')),
    'the bytes of a Fragment whose answer was lost, again': caseOf(created(stored('0-99/1000'), lost), next('100-199/1000')),
    'the first Fragment of a session met late': caseOf(joined(), next('500-599/1000')),
  },
  flags: {
    'a Fragment that begins before the expected byte and ends after it': [
      caseOf(created(stored('0-99/1000'), refused), next('50-149/1000')),
      {
        severity: 'warning',
        blames: 'client',
        confidence: 'likely',
        evidence: { first: 50n, last: 149n, expected: 100n, basis: 'earlier-ack', host: 'same' },
      },
    ],
    'a Fragment whose last byte is the expected one': [
      caseOf(created(stored('0-99/1000')), next('0-100/1000')),
      { severity: 'warning', evidence: { first: 0n, last: 100n, expected: 100n, basis: 'own-ack', host: 'same' } },
    ],
    'as a note, after a lost answer': [
      caseOf(created(stored('0-99/1000'), lost), next('0-199/1000')),
      { severity: 'note', evidence: { first: 0n, last: 199n, expected: 100n, basis: 'unanswered', host: 'same' } },
    ],
    'as a note, on another host': [
      caseOf(created(stored('0-99/1000'), refused), { request: fragment('50-149/1000', { host: 'node2' }), answer: ack(416) }),
      { severity: 'note', evidence: { first: 50n, last: 149n, expected: 100n, basis: 'earlier-ack', host: 'changed' } },
    ],
    'as a note, back on the first host': [
      caseOf(
        created(
          { request: fragment('0-99/1000', { host: 'node2' }), answer: ack(200, { next: 100 }), connection: 'c2' },
          { ...refused, connection: 'c2' },
        ),
        { ...next('50-149/1000'), connection: 'c3' },
      ),
      { severity: 'note' },
    ],
  },
});
