import { verbBlocked } from '../../../proxy/core/rules/verb-blocked.ts';
import { ack, caseOf, created, createSession, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const answered = (answer = page(405), server = { acknowledgedBits: false }) =>
  caseOf(created(), { request: createSession(), answer }, server);

testRule(verbBlocked, {
  passes: {
    'a refusal by a BITS server': answered(ack(400, { error: '0x80070057' })),
    'a page with status 200': answered(page(200)),
    'a redirect': answered(page(302)),
    'a challenge': answered(page(401)),
    'a refusal by a server that has acknowledged BITS packets before': answered(page(404), { acknowledgedBits: true }),
    'a request without an answer': caseOf(created(), { request: createSession() }, { acknowledgedBits: false }),
  },
  flags: {
    'a method that is not allowed': [
      answered(page(405, { Server: 'Microsoft-IIS/10.0' })),
      { severity: 'error', blames: 'server', confidence: 'certain', evidence: { status: 405, server: 'Microsoft-IIS/10.0' } },
    ],
    'a 404 of request filtering': [answered(page(404)), { blames: 'server', confidence: 'likely', evidence: { status: 404 } }],
    'a refusal that came through a proxy': [
      answered(page(501, { Via: '1.1 gate' })),
      { blames: 'intermediary', confidence: 'certain', evidence: { status: 501, via: '1.1 gate' } },
    ],
    'another status, as a guess': [answered(page(502)), { severity: 'error', confidence: 'guess', evidence: { status: 502 } }],
    'a packet of no known type': [
      caseOf(created(), { request: packet('Greeting'), answer: page(405) }, { acknowledgedBits: false }),
      { evidence: { status: 405 } },
    ],
  },
});
