import { requestBodyNotAllowed } from '../../../proxy/core/rules/request-body-not-allowed.ts';
import { altered } from '../../kit/altered.ts';
import { ack, cancelSession, caseOf, closeSession, created, createSession, fragment, packet, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = ack(400, { error: '0x80070057' });

testRule(requestBodyNotAllowed, {
  passes: {
    'an empty Ping': caseOf(created(), { request: packet('Ping'), answer: ack(200) }),
    'a Fragment': caseOf(created(), stored('0-99/100')),
    'a Fragment of which nothing came': caseOf(created(), { request: fragment('0-99/100', { came: 0 }) }),
    'an empty packet in chunks, which is another fault': caseOf(created(), {
      request: altered(packet('Ping'), { without: ['Content-Length'], plus: [['Transfer-Encoding', 'chunked']] }),
      answer: refused,
    }),
    'the first round of authentication': caseOf(created(), {
      request: createSession({ headers: { 'Content-Length': '4' } }),
      answer: page(401),
    }),
  },
  flags: {
    'a Create-Session with a body': [
      caseOf(created(), { request: createSession({ headers: { 'Content-Length': '4' } }), answer: refused }),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { packet: 'create-session', declared: 4, bodySent: 4 } },
    ],
    'a Close-Session whose body did not come': [
      caseOf(created(), { request: closeSession({ headers: { 'Content-Length': '4' }, came: 0 }) }),
      { evidence: { packet: 'close-session', declared: 4, bodySent: 0 } },
    ],
    'a Cancel-Session with a body in chunks': [
      caseOf(created(), {
        request: altered(cancelSession(), { without: ['Content-Length'], plus: [['Transfer-Encoding', 'chunked']], bodyLength: 2 }),
        answer: refused,
      }),
      { evidence: { packet: 'cancel-session', bodySent: 2 } },
    ],
  },
});
