import { expect, it } from 'vitest';
import { noCommonProtocol } from '../../../proxy/core/rules/no-common-protocol.ts';
import { ack, createCase, createSession, ID, packet } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const GUID = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const OTHER = '{0b5e6f1a-61c4-4c55-8d2a-1f6f0f4f7a10}';
const refused = ack(400, { error: '0x80070057' });
const offering = (offer: string, answer = refused) =>
  createCase({ request: createSession({ headers: { 'BITS-Supported-Protocols': offer } }), answer });

testRule(noCommonProtocol, {
  passes: {
    'the one protocol': offering(GUID),
    'it in upper case, among others': offering(`${OTHER} ${GUID.toUpperCase()}`),
    'it without braces, which is another fault': offering(GUID.slice(1, -1)),
    'no offer at all, which is another fault': createCase({ request: packet('Create-Session'), answer: refused }),
  },
  flags: {
    'an offer without it, that is refused': [
      offering(OTHER),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { side: 'client', offered: OTHER } },
    ],
    'an offer without it, that gets no answer': [
      createCase({ request: createSession({ headers: { 'BITS-Supported-Protocols': OTHER } }) }),
      { severity: 'error', evidence: { side: 'client', offered: OTHER } },
    ],
  },
});

it('reports the server too when it accepts such an offer', () => {
  expect(noCommonProtocol.judge(offering(OTHER, ack(200, { id: ID })))).toMatchObject([
    { severity: 'error', blames: 'client', evidence: { side: 'client', offered: OTHER } },
    { severity: 'warning', blames: 'server', evidence: { side: 'server', offered: OTHER, status: 200 } },
  ]);
});
