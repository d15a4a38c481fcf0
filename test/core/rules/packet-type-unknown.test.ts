import { expect, it } from 'vitest';
import { packetTypeUnknown } from '../../../proxy/core/rules/packet-type-unknown.ts';
import { altered } from '../../kit/altered.ts';
import { ack, caseOf, created, packet } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const typed = (type: string, answer = ack(400, { error: '0x80070057' })) => caseOf(created(), { request: packet(type), answer });

testRule(packetTypeUnknown, {
  passes: {
    'the spelling of Windows': typed('Create-Session', ack(200)),
    'the spelling of the specification': typed('CREATE-SESSION', ack(200)),
    'a known type with blanks around it': typed(' Ping ', ack(200)),
    'no type, which is another fault': caseOf(created(), {
      request: altered(packet('Ping'), { without: ['BITS-Packet-Type'] }),
      answer: ack(400),
    }),
    'an empty type, which is another fault': typed(''),
  },
  flags: {
    'a packet that nobody knows': [
      typed('Begin-Session'),
      { severity: 'error', blames: 'client', confidence: 'certain', evidence: { value: 'Begin-Session', kind: 'unknown' } },
    ],
    'an Ack from a client': [typed('ACK'), { severity: 'error', evidence: { value: 'ACK', kind: 'ack' } }],
    'as a note, a mix of case': [typed('fragment', ack(200)), { severity: 'note', evidence: { value: 'fragment', kind: 'case' } }],
    'as a note, capitals of another kind': [
      typed('Close-session', ack(200)),
      { severity: 'note', evidence: { value: 'Close-session', kind: 'case' } },
    ],
    'a type of any length, cut': [
      typed('x'.repeat(5000)),
      { evidence: { value: `${'x'.repeat(200)}… (5000 characters)`, kind: 'unknown' } },
    ],
  },
});

it('says an unusual case once in a session, and an unknown type each time', () => {
  const [note] = packetTypeUnknown.judge(typed('fragment', ack(200)));
  const [error] = packetTypeUnknown.judge(typed('Begin-Session'));
  expect(note && packetTypeUnknown.onceFor(note)).toBe('case');
  expect(error && packetTypeUnknown.onceFor(error)).toBeUndefined();
});
