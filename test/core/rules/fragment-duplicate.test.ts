import { fragmentDuplicate } from '../../../proxy/core/rules/fragment-duplicate.ts';
import { ack, caseOf, created, fragment, joined, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const next = (range: string) => ({ request: fragment(range), answer: ack(416) });
/** A server that never says how far it is. */
const untold = (range: string) => ({ request: fragment(range), answer: ack(200) });
const failed = { request: fragment('100-199/1000'), answer: ack(503) };
const lost = { request: fragment('100-199/1000') };

testRule(fragmentDuplicate, {
  passes: {
    'a Fragment at the expected byte': caseOf(created(stored('0-99/1000')), next('100-199/1000')),
    'one that overlaps it': caseOf(created(stored('0-99/1000')), next('50-149/1000')),
    'the bytes of a Fragment whose answer was lost, again': caseOf(created(stored('0-99/1000'), lost), next('100-199/1000')),
    'an inverted range behind the last byte': caseOf(created(stored('0-9/10')), next('10-9/10')),
    'an inverted range in what the server has': caseOf(created(stored('0-99/1000')), next('50-49/1000')),
    'the first Fragment of a session met late': caseOf(joined(), next('0-99/1000')),
    'a range that cannot be read': caseOf(created(), { request: packet('Fragment', { headers: { 'Content-Range': 'bytes */9' } }) }),
  },
  flags: {
    'a Fragment that was accepted, sent again': [
      caseOf(created(untold('0-99/1000')), next('0-99/1000')),
      {
        severity: 'warning',
        blames: 'client',
        confidence: 'likely',
        evidence: { first: 0n, last: 99n, expected: 100n, basis: 'earlier-ack', attempt: 'accepted', host: 'same' },
      },
    ],
    'one that goes back although the server named its offset': [
      caseOf(created(stored('0-99/1000')), next('0-49/1000')),
      { severity: 'warning', evidence: { first: 0n, last: 49n, expected: 100n, basis: 'own-ack', attempt: 'accepted', host: 'same' } },
    ],
    'as a note, after a refusal that named no offset': [
      caseOf(created(stored('0-99/1000'), failed), next('0-99/1000')),
      { severity: 'note', evidence: { first: 0n, last: 99n, expected: 100n, basis: 'earlier-ack', attempt: 'refused', host: 'same' } },
    ],
    'as a note, after a lost answer': [
      caseOf(created(stored('0-99/1000'), lost), next('0-99/1000')),
      { severity: 'note', evidence: { first: 0n, last: 99n, expected: 100n, basis: 'unanswered', attempt: 'unanswered', host: 'same' } },
    ],
    'as a note, on another host': [
      caseOf(created(untold('0-99/1000')), { request: fragment('0-99/1000', { host: 'node2' }), answer: ack(416) }),
      { severity: 'note' },
    ],
  },
});
