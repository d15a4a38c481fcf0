import { supportedProtocolsInvalid } from '../../../proxy/core/rules/supported-protocols-invalid.ts';
import { ack, caseOf, createCase, created, createSession, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const GUID = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const OTHER = '{0b5e6f1a-61c4-4c55-8d2a-1f6f0f4f7a10}';
const refused = ack(400, { error: '0x80070057' });
const offering = (offer: string, answer = refused) =>
  createCase({ request: createSession({ headers: { 'BITS-Supported-Protocols': offer } }), answer });

testRule(supportedProtocolsInvalid, {
  passes: {
    'the one protocol': offering(GUID),
    'it in upper case': offering(GUID.toUpperCase()),
    'several, separated by blanks': offering(`${OTHER}  ${GUID}`),
    'a hundred': offering(Array(100).fill(GUID).join(' ')),
    'a challenged Create-Session, which comes again': createCase({ request: packet('Create-Session'), answer: ack(401) }),
    'a Fragment, which has none': caseOf(created(), stored('0-99/1000')),
  },
  flags: {
    'no offer': [
      createCase({ request: packet('Create-Session'), answer: refused }),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { problem: 'missing', entries: 0 } },
    ],
    'an empty offer, also when it gets no answer': [
      createCase({ request: createSession({ headers: { 'BITS-Supported-Protocols': '' } }) }),
      { severity: 'error', evidence: { problem: 'empty', entries: 0 } },
    ],
    'an offer of nothing but commas': [offering(' , ,'), { evidence: { problem: 'empty', entries: 0 } }],
    'a GUID without braces, also when it is accepted': [
      offering(GUID.slice(1, -1), ack(200, { id: '1' })),
      { severity: 'error', evidence: { problem: 'not-a-guid', entries: 1, entry: '7df0354d-249b-430f-820d-3d2a9bef4931' } },
    ],
    'a version beside the GUID': [offering(`${GUID} 1.5`), { evidence: { problem: 'not-a-guid', entries: 2, entry: '1.5' } }],
    'a separator that is none': [
      offering(`${GUID};${OTHER}`),
      { evidence: { problem: 'not-a-guid', entries: 1, entry: `${GUID};${OTHER}` } },
    ],
    'an entry that is endless, cut': [
      offering('x'.repeat(5000)),
      { evidence: { problem: 'not-a-guid', entries: 1, entry: `${'x'.repeat(200)}… (5000 characters)` } },
    ],
    'more than a hundred': [
      offering(Array(101).fill(GUID).join(' ')),
      { severity: 'error', confidence: 'likely', evidence: { problem: 'too-many', entries: 101 } },
    ],
    'as a note, commas, which only the specification allows': [
      offering(`${OTHER}, ${GUID}`),
      { severity: 'note', confidence: 'likely', evidence: { problem: 'commas', entries: 2 } },
    ],
  },
});
