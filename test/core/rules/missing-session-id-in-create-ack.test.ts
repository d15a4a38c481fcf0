import { missingSessionIdInCreateAck } from '../../../proxy/core/rules/missing-session-id-in-create-ack.ts';
import { ack, caseOf, created, createSession, fragment, ID, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const answered = (answer = ack(200)) => caseOf(created(), { request: createSession(), answer });

testRule(missingSessionIdInCreateAck, {
  passes: {
    'an Ack with an id': answered(ack(200, { id: ID })),
    'a 201 with an id that is no GUID': answered(ack(201, { id: '17' })),
    'a refusal without one': answered(ack(403, { error: '0x80070005' })),
    'an Ack to a Fragment without one, as IIS sends it': caseOf(created(), {
      request: fragment('0-99/100'),
      answer: ack(200, { next: 100 }),
    }),
    'a Create-Session that got no answer': caseOf(created(), { request: createSession() }),
  },
  flags: {
    'a 200 without an id': [
      answered(),
      { severity: 'error', blames: 'server', confidence: 'certain', evidence: { status: 200, header: 'missing', bits: 'yes' } },
    ],
    'a 201 with an empty id': [answered(ack(201, { id: '' })), { evidence: { status: 201, header: 'empty', bits: 'yes' } }],
    'a page from somebody who does not speak BITS': [answered(page(200)), { evidence: { status: 200, header: 'missing', bits: 'no' } }],
  },
});
