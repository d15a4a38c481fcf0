import { missingReceivedRange } from '../../../proxy/core/rules/missing-received-range.ts';
import { ack, caseOf, created, fragment, ID, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const middle = fragment('0-99/1000');
const final = fragment('0-99/100');

testRule(missingReceivedRange, {
  passes: {
    'an Ack that has one': caseOf(created(), { request: middle, answer: ack(200, { next: 100 }) }),
    'a 416 that has one': caseOf(created(), { request: middle, answer: ack(416, { next: 0 }) }),
    'one that cannot be read: that is for another rule': caseOf(created(), {
      request: middle,
      answer: ack(200, { headers: { 'BITS-Received-Content-Range': 'all' } }),
    }),
    'a page of somebody who does not speak BITS': caseOf(created(), { request: middle, answer: page(503) }),
    'a challenge': caseOf(created(), { request: middle, answer: page(401) }),
    'a session that the server does not know': caseOf(created(), { request: middle, answer: ack(500, { error: '0x8020001F' }) }),
    'no Ack': caseOf(created(), { request: middle }),
  },
  flags: {
    'a 416, whose point it is': [
      caseOf(created(), { request: final, answer: ack(416) }),
      { severity: 'error', blames: 'server', confidence: 'certain', evidence: { status: 416, fragment: 'final' } },
    ],
    'a 200 in the middle of a file': [
      caseOf(created(), { request: middle, answer: ack(200) }),
      { severity: 'error', evidence: { status: 200, fragment: 'earlier' } },
    ],
    'as a warning, the 200 that completes the file': [
      caseOf(created(), { request: final, answer: ack(200) }),
      { severity: 'warning', evidence: { status: 200, fragment: 'final' } },
    ],
    'as a warning, a 200 to a Fragment whose place nobody knows': [
      caseOf(created(), { request: packet('Fragment', { id: ID }), answer: ack(200) }),
      { severity: 'warning' },
    ],
    'as a note, an error Ack': [
      caseOf(created(), { request: middle, answer: ack(503) }),
      { severity: 'note', evidence: { status: 503, fragment: 'earlier' } },
    ],
  },
});
