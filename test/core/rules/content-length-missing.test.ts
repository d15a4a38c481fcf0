import type { Header } from '../../../proxy/core/http/message.ts';
import { contentLengthMissing } from '../../../proxy/core/rules/content-length-missing.ts';
import { altered } from '../../kit/altered.ts';
import { ack, caseOf, created, fragment, packet, page } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const without = { without: ['Content-Length'] };
const ping = (...headers: readonly Header[]) => altered(packet('Ping'), { ...without, plus: headers });
const refused = ack(411, { error: '0x80070057' });

testRule(contentLengthMissing, {
  passes: {
    'Content-Length: 0': caseOf(created(), { request: packet('Ping'), answer: ack(200) }),
    'the same length twice in one line': caseOf(created(), { request: ping(['Content-Length', '0, 0']), answer: ack(200) }),
    'a chunked body, which is another fault': caseOf(created(), { request: ping(['Transfer-Encoding', 'chunked']), answer: refused }),
    'lengths that contradict each other, which is another fault': caseOf(created(), {
      request: ping(['Content-Length', '1x'], ['Content-Length', '2']),
    }),
    'the first round of authentication': caseOf(created(), { request: ping(), answer: page(401) }),
  },
  flags: {
    'an empty packet without a length': [
      caseOf(created(), { request: ping(), answer: refused }),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { packet: 'ping' } },
    ],
    'a Fragment without a length, whatever comes of it': [
      caseOf(created(), { request: altered(fragment('0-99/100'), without) }),
      { evidence: { packet: 'fragment' } },
    ],
    'a length that is no number': [
      caseOf(created(), { request: ping(['Content-Length', '-1']) }),
      { evidence: { packet: 'ping', value: '-1' } },
    ],
    'an empty length': [caseOf(created(), { request: ping(['Content-Length', '']) }), { evidence: { packet: 'ping', value: '' } }],
    'a packet of no known type': [
      caseOf(created(), { request: altered(packet('Greeting'), without), answer: refused }),
      { evidence: { packet: 'malformed' } },
    ],
  },
});
