import { expect, it } from 'vitest';
import { judge } from '../../../proxy/core/rules/judge.ts';
import { missingSessionIdInAck } from '../../../proxy/core/rules/missing-session-id-in-ack.ts';
import { ack, cancelSession, caseOf, closeSession, created, createSession, fragment, ID, packet, page, stored } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const whole = stored('0-99/100');
const nameless = { request: fragment('0-99/1000'), answer: ack(200, { next: 100 }) };

testRule(missingSessionIdInAck, {
  passes: {
    'an Ack with an id': caseOf(created(), { request: fragment('0-99/1000'), answer: ack(200, { id: ID, next: 100 }) }),
    'an Ack with another id, which is another fault': caseOf(created(whole), { request: closeSession(), answer: ack(200, { id: '17' }) }),
    'the Ack to a Ping, which needs none': caseOf(created(), { request: packet('Ping', { id: ID }), answer: ack(200) }),
    'the Ack to a Create-Session, which is another fault': caseOf(created(), { request: createSession(), answer: ack(200) }),
    'a refusal': caseOf(created(), { request: fragment('0-99/1000'), answer: ack(416, { next: 0 }) }),
    'a page of somebody who does not speak BITS': caseOf(created(), { request: fragment('0-99/1000'), answer: page(200) }),
  },
  flags: {
    'the Ack to a Fragment without one, as IIS sends it': [
      caseOf(created(), nameless),
      {
        severity: 'note',
        blames: 'server',
        confidence: 'likely',
        evidence: { packet: 'fragment', status: 200, header: 'missing' },
      },
    ],
    'the Ack to a Close-Session with an empty one': [
      caseOf(created(whole), { request: closeSession(), answer: ack(200, { id: '' }) }),
      { severity: 'note', evidence: { packet: 'close-session', status: 200, header: 'empty' } },
    ],
    'the Ack to a Cancel-Session without one': [
      caseOf(created(), { request: cancelSession(), answer: ack(200) }),
      { evidence: { packet: 'cancel-session', status: 200, header: 'missing' } },
    ],
  },
});

it('is a warning for those who take the specification by its word', () => {
  const strict = judge(caseOf(created(), nameless), { profile: 'strict' });
  expect(strict.find(({ rule }) => rule === 'missing-session-id-in-ack')?.severity).toBe('warning');
});
