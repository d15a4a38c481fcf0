import { expect, it } from 'vitest';
import { judge } from '../../../proxy/core/rules/judge.ts';
import type { Case } from '../../../proxy/core/rules/rule.ts';
import { ack, caseOf, closeSession, created, createSession, fragment, ID, joined, page, stored } from '../../kit/case.ts';

const rules = (judged: Case, reported: readonly string[] = []) => judge(judged, new Set(reported)).map(({ rule }) => rule);
const close = { request: closeSession(), answer: ack(200) };

it('finds nothing in a clean upload', () => {
  expect(rules(caseOf(created(), { request: createSession(), answer: ack(200, { id: ID }) }))).toEqual([]);
  expect(rules(caseOf(created(), stored('0-499/1000')))).toEqual([]);
  expect(rules(caseOf(created(stored('0-499/1000')), stored('500-999/1000')))).toEqual([]);
  expect(rules(caseOf(created(stored('0-499/1000'), stored('500-999/1000')), close))).toEqual([]);
});

it('finds the client and the server at fault when an incomplete upload is closed', () => {
  expect(rules(caseOf(created(stored('0-499/1000')), close))).toEqual(['incomplete-close-accepted', 'premature-close-session']);
});

it.each([401, 407])('leaves a packet that is challenged with %i to its next round', (status) => {
  const firstRound = { request: fragment('500-999/1000', { headers: { 'Content-Length': '0' } }), answer: page(status) };
  expect(rules(caseOf(created(), firstRound, { acknowledgedBits: false }))).toEqual([]);
});

it('judges a request that got no answer', () => {
  expect(rules(caseOf(created(), { request: fragment('500-999/1000') }))).toEqual(['fragment-gap']);
});

it('says once in a session that its id is unknown', () => {
  const judged = caseOf(joined(), { request: closeSession() });
  expect(rules(judged)).toEqual(['session-id-unknown']);
  expect(rules(judged, ['session-id-unknown'])).toEqual([]);
});

it('repeats what may happen again', () => {
  expect(rules(caseOf(created(), { request: fragment('500-999/1000') }), ['fragment-gap'])).toEqual(['fragment-gap']);
});

it('lets the most telling rule speak', () => {
  expect(rules(caseOf(created(stored('0-499/1000')), stored('600-999/1000')))).toEqual(['fragment-ignores-server-offset']);
  expect(rules(caseOf(joined(), { request: fragment('500-999/1000'), answer: page(405) }, { acknowledgedBits: false }))).toEqual([
    'verb-blocked',
  ]);
});

it('takes the repeat of a premature Close-Session for a repeat', () => {
  const judged = caseOf(created(stored('0-499/1000'), { request: closeSession(), answer: ack(503) }), {
    request: closeSession(),
    answer: ack(503),
  });
  expect(judge(judged, new Set())).toMatchObject([{ rule: 'packet-after-close', severity: 'note' }]);
});
