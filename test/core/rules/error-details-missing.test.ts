import { errorDetailsMissing } from '../../../proxy/core/rules/error-details-missing.ts';
import { ack, caseOf, created, createSession, fragment, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = (answer = ack(403)) => caseOf(created(), { request: createSession(), answer });

testRule(errorDetailsMissing, {
  passes: {
    'a code': refused(ack(403, { error: '0x80070005' })),
    'a code that cannot be read': refused(ack(403, { error: 'no' })),
    'a page of somebody who does not speak BITS': refused(page(403)),
    'a challenge': refused(ack(401)),
    'a 416': caseOf(created(), { request: fragment('5-9/10'), answer: ack(416, { next: 0 }) }),
    'a status for which no code is documented': refused(ack(503)),
    'a success': refused(ack(200)),
    'a request without an answer': caseOf(created(), { request: createSession() }),
  },
  flags: {
    'a 403': [refused(), { severity: 'note', blames: 'server', evidence: { status: 403, wanted: '0x80070005' } }],
    'a 400': [refused(ack(400)), { evidence: { status: 400, wanted: '0x80070057' } }],
    'a 500, which may mean anything': [
      refused(ack(500)),
      { evidence: { status: 500, wanted: '0x8020001F or 0x80200020 or 0x80070070 or 0x80070112' } },
    ],
  },
});
