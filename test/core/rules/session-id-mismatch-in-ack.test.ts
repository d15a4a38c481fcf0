import { expect, it } from 'vitest';
import { sessionIdMismatchInAck } from '../../../proxy/core/rules/session-id-mismatch-in-ack.ts';
import { ack, cancelSession, caseOf, closeSession, created, createSession, fragment, ID, packet } from '../../kit/case.ts';
import { testRule } from '../../kit/rule-lists.ts';

const OTHER = '{9E4D2B07-6C1F-4A58-B3D9-70F1E8A25C42}';
const answered = (id: string, headers: Readonly<Record<string, string>> = {}) =>
  caseOf(created(), { request: fragment('0-99/1000'), answer: ack(200, { id, next: 100, headers }) });

testRule(sessionIdMismatchInAck, {
  passes: {
    'the id of the request': answered(ID),
    'no id, which is another fault': caseOf(created(), { request: closeSession(), answer: ack(200) }),
    'an empty id': answered(''),
    'a request without an id, which is another fault': caseOf(created(), { request: packet('Fragment'), answer: ack(400, { id: ID }) }),
    'a Ping': caseOf(created(), { request: packet('Ping', { id: ID }), answer: ack(200, { id: OTHER }) }),
    'a Create-Session, which asks for another': caseOf(created(), { request: createSession({ id: ID }), answer: ack(200, { id: OTHER }) }),
    'a challenge': caseOf(created(), { request: closeSession(), answer: ack(401, { id: OTHER }) }),
    'a packet without an answer': caseOf(created(), { request: closeSession() }),
  },
  flags: {
    'the id of another session': [
      answered(OTHER),
      {
        severity: 'error',
        blames: 'server',
        confidence: 'certain',
        evidence: { packet: 'fragment', sessionId: ID, answered: OTHER, difference: 'other' },
      },
    ],
    'it on the way through a proxy': [
      answered(OTHER, { Via: '1.1 cache' }),
      {
        severity: 'error',
        blames: 'intermediary',
        evidence: { packet: 'fragment', sessionId: ID, answered: OTHER, difference: 'other', via: '1.1 cache' },
      },
    ],
    'it in a refusal': [
      caseOf(created(), { request: cancelSession(), answer: ack(500, { id: OTHER }) }),
      { severity: 'error', evidence: { packet: 'cancel-session', sessionId: ID, answered: OTHER, difference: 'other' } },
    ],
    'as a note, the same id in lower case and without braces': [
      answered(ID.toLowerCase().slice(1, -1)),
      {
        severity: 'note',
        blames: 'server',
        evidence: { packet: 'fragment', sessionId: ID, answered: ID.toLowerCase().slice(1, -1), difference: 'spelling' },
      },
    ],
    'as a note against the server, the same id through a proxy': [
      answered(ID.toLowerCase(), { Via: '1.1 cache' }),
      { severity: 'note', blames: 'server' },
    ],
  },
});

it('speaks once of a spelling and once of another session, however many there are', () => {
  const said = [OTHER, '17', ID.toLowerCase()].flatMap((id) => sessionIdMismatchInAck.judge(answered(id)));
  expect(said.map((judgement) => sessionIdMismatchInAck.onceFor(judgement))).toEqual(['other', 'other', 'spelling']);
});
