import { wrongHttpVersion } from '../../../proxy/core/rules/wrong-http-version.ts';
import { altered, alteredAnswer } from '../../kit/altered.ts';
import { ack, caseOf, closeSession, created, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const old = altered(closeSession(), { version: '1.0' });
const oldAck = alteredAnswer(ack(200), { version: '1.0' });

testRule(wrongHttpVersion, {
  passes: {
    'a packet and its answer in HTTP/1.1': caseOf(created(), stored('0-99/100')),
    'a request without an answer': caseOf(created(), { request: closeSession() }),
  },
  flags: {
    'a request in HTTP/1.0': [
      caseOf(created(), { request: old, answer: ack(200) }),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { side: 'request', version: '1.0' } },
    ],
    'one that a proxy made of it': [
      caseOf(created(), { request: altered(old, { plus: [['Via', '1.0 gate']] }), answer: ack(200) }),
      { blames: 'intermediary', evidence: { side: 'request', version: '1.0', via: '1.0 gate' } },
    ],
    'an answer in HTTP/1.0': [
      caseOf(created(), { request: closeSession(), answer: oldAck }),
      { severity: 'error', blames: 'server', evidence: { side: 'answer', version: '1.0' } },
    ],
    'an answer in HTTP/2.0': [
      caseOf(created(), { request: closeSession(), answer: alteredAnswer(ack(200), { version: '2.0' }) }),
      { evidence: { side: 'answer', version: '2.0' } },
    ],
    'the page of a proxy, also as a challenge': [
      caseOf(created(), { request: closeSession(), answer: alteredAnswer(page(407, { Via: '1.0 gate' }), { version: '1.0' }) }),
      { blames: 'intermediary', evidence: { side: 'answer', version: '1.0', via: '1.0 gate' } },
    ],
    'a request without an answer': [caseOf(created(), { request: old }), { evidence: { side: 'request', version: '1.0' } }],
  },
});
