import { replyUrlUnexpected } from '../../../proxy/core/rules/reply-url-unexpected.ts';
import { ack, caseOf, closeSession, created, createSession, fragment, ID, packet, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const URL = 'http://bits.example.test/inbox/replies/1.bin';

testRule(replyUrlUnexpected, {
  passes: {
    'the final Fragment': caseOf(created(), stored('0-99/100', URL)),
    'a repeat of the final Fragment': caseOf(created(stored('0-99/100', URL)), stored('0-99/100', URL)),
    'an empty one': caseOf(created(), stored('0-99/1000', '')),
    'Acks without one': caseOf(created(), { request: closeSession(), answer: ack(200) }),
    'a Fragment whose place nobody knows': caseOf(created(), {
      request: packet('Fragment', { id: ID }),
      answer: ack(200, { reply: URL }),
    }),
    'a challenge': caseOf(created(), { request: fragment('0-99/1000'), answer: page(401, { 'BITS-Reply-URL': URL }) }),
    'no Ack': caseOf(created(), { request: fragment('0-99/1000') }),
  },
  flags: {
    'a Fragment before the final one': [
      caseOf(created(), stored('0-99/1000', URL)),
      {
        severity: 'warning',
        blames: 'server',
        confidence: 'certain',
        evidence: { place: 'early', packet: 'fragment', status: 200, url: URL },
      },
    ],
    'a refusal of the final Fragment': [
      caseOf(created(), { request: fragment('0-99/100'), answer: ack(500, { reply: URL, error: '0x80004005', context: '0x7' }) }),
      { evidence: { place: 'refusal', packet: 'fragment', status: 500, url: URL } },
    ],
    'the Ack of Create-Session': [
      caseOf(created(), { request: createSession(), answer: ack(200, { id: ID, reply: URL }) }),
      { evidence: { place: 'other-packet', packet: 'create-session', status: 200, url: URL } },
    ],
    'the Ack of Close-Session': [
      caseOf(created(stored('0-99/100', URL)), { request: closeSession(), answer: ack(200, { reply: URL }) }),
      { evidence: { place: 'other-packet', packet: 'close-session', status: 200, url: URL } },
    ],
  },
});
