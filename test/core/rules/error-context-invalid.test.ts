import { errorContextInvalid } from '../../../proxy/core/rules/error-context-invalid.ts';
import { ack, caseOf, created, createSession, fragment, packet, stored } from '../../kit/case.ts';
import { response } from '../../kit/exchange.ts';
import { testRule } from '../../kit/rule-lists.ts';

const refused = (context?: string, request = createSession()) =>
  caseOf(created(stored('0-499/1000')), {
    request,
    answer: ack(500, { error: '0x80070070', ...(context !== undefined && { context }) }),
  });
const alone = (status: number) =>
  caseOf(created(), { request: createSession(), answer: response(status, { 'BITS-Packet-Type': 'Ack', 'BITS-Error-Context': '0x5' }) });

testRule(errorContextInvalid, {
  passes: {
    'the server': refused('0x5'),
    'the server, in capitals': refused('0X5'),
    'the application, on the last Fragment': refused('0x7', fragment('500-999/1000')),
    'the application, on a Fragment whose range cannot be read': refused('0x7', fragment('*/1000')),
    'S_OK beside 416 without a context': caseOf(created(), {
      request: fragment('5-9/10'),
      answer: ack(416, { next: 0, error: '0x00000000' }),
    }),
    'an error on a success, which contradicts the status': caseOf(created(), { request: packet('Ping'), answer: ack(200, { error: '1' }) }),
    'a refusal without error headers': caseOf(created(), { request: createSession(), answer: ack(403) }),
    'a challenge': alone(401),
  },
  flags: {
    'another value': [
      refused('0x3'),
      { severity: 'warning', blames: 'server', evidence: { problem: 'value', status: 500, context: '0x3' } },
    ],
    'an empty value': [refused(''), { severity: 'warning', evidence: { problem: 'value', status: 500, context: '' } }],
    'no number': [refused('server'), { severity: 'warning', evidence: { problem: 'value', status: 500, context: 'server' } }],
    'the application, which never saw a Create-Session': [
      refused('0x7'),
      { severity: 'warning', confidence: 'likely', evidence: { problem: 'not-the-application', status: 500, context: '0x7' } },
    ],
    'the application, which is asked with the last Fragment only': [
      refused('0x7', fragment('500-599/1000')),
      { severity: 'warning', evidence: { problem: 'not-the-application', status: 500, context: '0x7' } },
    ],
    'a context without an error': [alone(403), { severity: 'warning', evidence: { problem: 'alone', status: 403, context: '0x5' } }],
    'as a note, an error without a context': [refused(), { severity: 'note', evidence: { problem: 'missing', status: 500 } }],
    'as a note, the right number without 0x': [
      refused('5'),
      { severity: 'note', evidence: { problem: 'unprefixed', status: 500, context: '5' } },
    ],
  },
});
