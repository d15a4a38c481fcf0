import { missingSessionIdInRequest } from '../../../proxy/core/rules/missing-session-id-in-request.ts';
import { ack, caseOf, closeSession, created, createSession, packet, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = ack(400, { error: '0x80070057' });

testRule(missingSessionIdInRequest, {
  passes: {
    'a Fragment with an id': caseOf(created(), stored('0-99/1000')),
    'a Ping, which needs none': caseOf(created(), { request: packet('Ping'), answer: ack(200) }),
    'a Create-Session, which has none yet': caseOf(created(), { request: createSession(), answer: refused }),
    'a challenged packet, which comes again': caseOf(created(), { request: packet('Fragment'), answer: ack(401) }),
  },
  flags: {
    'a Fragment without one': [
      caseOf(created(), { request: packet('Fragment'), answer: refused }),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { packet: 'fragment', header: 'missing' } },
    ],
    'a Close-Session with an empty one, though it is accepted': [
      caseOf(created(), { request: closeSession({ id: '' }), answer: ack(200) }),
      { severity: 'error', evidence: { packet: 'close-session', header: 'empty' } },
    ],
    'a Cancel-Session without one and without an answer': [
      caseOf(created(), { request: packet('Cancel-Session') }),
      { evidence: { packet: 'cancel-session', header: 'missing' } },
    ],
  },
});
