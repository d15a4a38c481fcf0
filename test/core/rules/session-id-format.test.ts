import { expect, it } from 'vitest';
import { sessionIdFormat } from '../../../proxy/core/rules/session-id-format.ts';
import { ack, caseOf, createCase, created, createSession, fragment, ID } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const given = (id: string, status = 200) => createCase({ request: createSession(), answer: ack(status, { id }) });

testRule(sessionIdFormat, {
  passes: {
    'a GUID in braces': given(ID),
    'it in lower case': given(ID.toLowerCase()),
    'an empty id, which is another fault': given(''),
    'an id in a refusal, which is another fault': given('17', 403),
    'a Create-Session without an answer': createCase({ request: createSession() }),
    'the Ack to a Fragment, which only repeats it': caseOf(created(), {
      request: fragment('0-99/1000', { id: '17' }),
      answer: ack(200, { id: '17', next: 100 }),
    }),
  },
  flags: {
    'a GUID without braces': [
      given(ID.slice(1, -1)),
      {
        severity: 'note',
        blames: 'server',
        confidence: 'likely',
        evidence: { problem: 'not-a-guid', from: 'server', sessionId: ID.slice(1, -1), length: 36 },
      },
    ],
    'a number': [given('4711'), { severity: 'note', evidence: { problem: 'not-a-guid', from: 'server', sessionId: '4711', length: 4 } }],
    'a hundred characters': [given('x'.repeat(100)), { severity: 'note' }],
    'as a warning, more than that': [
      given('x'.repeat(250)),
      {
        severity: 'warning',
        confidence: 'certain',
        evidence: { problem: 'too-long', from: 'server', sessionId: `${'x'.repeat(200)}… (250 characters)`, length: 250 },
      },
    ],
    'as a warning, control characters': [
      given('a\u0001b'),
      { severity: 'warning', evidence: { problem: 'characters', from: 'server', sessionId: 'a\u0001b', length: 3 } },
    ],
    'as a warning, letters beyond ASCII': [given('sitzung-ä'), { severity: 'warning' }],
    'an id in a Create-Session, whatever came of it': [
      createCase({ request: createSession({ id: ID }), answer: ack(403) }),
      {
        severity: 'note',
        blames: 'client',
        confidence: 'certain',
        evidence: { problem: 'unexpected', from: 'client', sessionId: ID, length: 38 },
      },
    ],
  },
});

it('speaks of both sides, and once of each', () => {
  const judged = createCase({ request: createSession({ id: '17' }), answer: ack(200, { id: '18' }) });
  const said = sessionIdFormat.judge(judged);
  expect(said).toMatchObject([{ blames: 'client' }, { blames: 'server' }]);
  expect(said.map((judgement) => sessionIdFormat.onceFor(judgement))).toEqual(['client', 'server']);
});
