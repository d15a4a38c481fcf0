import { describe, expect, it } from 'vitest';
import { UPLOAD_PROTOCOL } from '../../../proxy/core/bits/headers.ts';
import type { Case } from '../../../proxy/core/rules/case.ts';
import { judge } from '../../../proxy/core/rules/judge.ts';
import { ack, caseOf, closeSession, created, createSession, fragment, ID, joined, page, stored } from '../../kit/case.ts';

const rules = (judged: Case) => judge(judged).map(({ rule }) => rule);
const skips = { request: fragment('600-999/1000'), answer: ack(416, { next: 500 }) };
const close = { request: closeSession(), answer: ack(200, { id: ID }) };

it('finds nothing in a clean upload', () => {
  const accepted = ack(200, { id: ID, headers: { 'BITS-Protocol': UPLOAD_PROTOCOL } });
  expect(rules(caseOf(created(), { request: createSession(), answer: accepted }))).toEqual([]);
  expect(rules(caseOf(created(), stored('0-499/1000')))).toEqual([]);
  expect(rules(caseOf(created(stored('0-499/1000')), stored('500-999/1000')))).toEqual([]);
  expect(rules(caseOf(created(stored('0-499/1000'), stored('500-999/1000')), close))).toEqual([]);
});

it('finds the client and the server at fault when an incomplete upload is closed', () => {
  expect(rules(caseOf(created(stored('0-499/1000')), close))).toEqual(['premature-close-session', 'incomplete-close-accepted']);
});

it.each([401, 407])('leaves a packet that is challenged with %i to its next round', (status) => {
  const firstRound = { request: fragment('500-999/1000', { headers: { 'Content-Length': '0' } }), answer: page(status) };
  expect(rules(caseOf(created(), firstRound, { acknowledgedBits: false }))).toEqual([]);
});

it('judges a request that got no answer', () => {
  expect(rules(caseOf(created(), { request: fragment('500-999/1000') }))).toEqual(['fragment-gap', 'exchange-cut-off']);
});

it('gives the rules about the answer what those about the request found', () => {
  const judged = caseOf(created(), { request: fragment('500-999/1000'), answer: ack(416, { next: 0 }) });
  judge(judged);
  expect(judged.faults).toMatchObject([{ rule: 'fragment-gap', blames: 'client' }]);
});

describe('the settings', () => {
  const gap = () => caseOf(created(), { request: fragment('500-999/1000'), answer: ack(416, { next: 0 }) });

  it('turn a rule off, which still silences what follows from the same cause', () => {
    const severities = new Map([['fragment-ignores-server-offset', 'off']] as const);
    expect(judge(caseOf(created(stored('0-499/1000')), skips), { severities })).toEqual([]);
  });

  it('give a rule another severity', () => {
    expect(judge(gap(), { severities: new Map([['fragment-gap', 'note']]) })).toMatchObject([{ rule: 'fragment-gap', severity: 'note' }]);
  });
});

it('lets the most telling rule speak', () => {
  expect(rules(caseOf(created(stored('0-499/1000')), skips))).toEqual(['fragment-ignores-server-offset']);
  expect(rules(caseOf(joined(), { request: fragment('500-999/1000'), answer: page(405) }, { acknowledgedBits: false }))).toEqual([
    'verb-blocked',
  ]);
});

it('takes the repeat of a premature Close-Session for a repeat', () => {
  const close = { request: closeSession(), answer: ack(503) };
  expect(rules(caseOf(created(stored('0-499/1000'), close), close))).toEqual(['packet-after-close', 'upload-rejected']);
});
