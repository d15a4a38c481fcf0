import { missingProtocolInAck } from '../../../proxy/core/rules/missing-protocol-in-ack.ts';
import { ack, caseOf, createCase, created, createSession, ID, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const GUID = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
const answered = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  createCase({ request: createSession(), answer: ack(status, { id: ID, headers }) });

testRule(missingProtocolInAck, {
  passes: {
    'an Ack that names one': answered(200, { 'BITS-Protocol': GUID }),
    'an Ack that names another, which is another fault': answered(201, { 'BITS-Protocol': '1.5' }),
    'a refusal': answered(400),
    'a Create-Session without an answer': createCase({ request: createSession() }),
    'the Ack to a Fragment': caseOf(created(), stored('0-99/1000')),
  },
  flags: {
    'a 200 without one': [
      answered(200),
      { severity: 'warning', blames: 'server', confidence: 'certain', evidence: { status: 200, header: 'missing' } },
    ],
    'a 201 with an empty one': [answered(201, { 'BITS-Protocol': '' }), { evidence: { status: 201, header: 'empty' } }],
    'the word None': [answered(200, { 'BITS-Protocol': 'None' }), { evidence: { status: 200, header: 'none' } }],
    'the header of the request instead': [
      answered(200, { 'BITS-Supported-Protocols': '1.5' }),
      { evidence: { status: 200, header: 'missing' } },
    ],
  },
});
