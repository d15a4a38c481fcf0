import { describe, expect, it } from 'vitest';
import { ruleById } from '../../../proxy/core/rules/index.ts';
import { mostTelling, PRECEDENCE, type PrecedenceRow } from '../../../proxy/core/rules/precedence.ts';
import type { Judgement } from '../../../proxy/core/rules/rule.ts';

const said = (rule: string, facts: Partial<Judgement> = {}): Judgement => ({
  ...{ rule, severity: 'error', confidence: 'certain', blames: 'server', message: '', evidence: {} },
  ...facts,
});
const idOf = (silenced: PrecedenceRow['silences'][number]) => (typeof silenced === 'string' ? silenced : silenced.rule);
const left = (...found: Judgement[]) => mostTelling(found).map(({ rule }) => rule);

describe('the table of precedence', () => {
  it('names only rules that exist', () => {
    const named = PRECEDENCE.flatMap(({ speaks, silences }) =>
      'rule' in speaks ? [speaks.rule, ...silences.map(idOf)] : silences.map(idOf),
    );
    expect(named.filter((id) => !ruleById(id))).toEqual([]);
  });

  it('lets no rule silence itself', () => {
    for (const { speaks, silences } of PRECEDENCE) if ('rule' in speaks) expect(silences.map(idOf)).not.toContain(speaks.rule);
  });
});

describe('the most telling finding', () => {
  it('is all there is when nothing takes precedence', () => {
    expect(left(said('ack-range-beyond-sent'), said('content-range-length-mismatch'))).toEqual([
      'ack-range-beyond-sent',
      'content-range-length-mismatch',
    ]);
  });

  it('is what the server asked for, before gap and overlap', () => {
    expect(left(said('fragment-gap'), said('fragment-ignores-server-offset'), said('fragment-overlap'))).toEqual([
      'fragment-ignores-server-offset',
    ]);
  });

  it.each(['packet-after-close', 'session-id-unknown', 'session-not-found-not-signalled'])('is %s, before a premature Close', (rule) => {
    expect(left(said('premature-close-session'), said(rule))).toEqual([rule]);
  });

  it('is the fault of the request, before a blocked verb', () => {
    expect(left(said('content-range-length-mismatch', { blames: 'client' }), said('verb-blocked'))).toEqual([
      'content-range-length-mismatch',
    ]);
  });

  it('is a blocked verb, when the request has no more than a note against it', () => {
    expect(left(said('fragment-gap', { blames: 'client', severity: 'note' }), said('verb-blocked'))).toEqual(['verb-blocked']);
  });

  it('is a blocked verb, before the session that it hides', () => {
    expect(left(said('session-id-unknown', { severity: 'note' }), said('verb-blocked'))).toEqual(['verb-blocked']);
  });

  it('is an offer that cannot be read, before what was chosen of it', () => {
    expect(left(said('supported-protocols-invalid'), said('unsupported-protocol-chosen'))).toEqual(['supported-protocols-invalid']);
  });

  it('is not a note on the offer', () => {
    const found = [said('supported-protocols-invalid', { severity: 'note' }), said('unsupported-protocol-chosen')];
    expect(left(...found)).toEqual(['supported-protocols-invalid', 'unsupported-protocol-chosen']);
  });

  it('is that an id is too long, before its form', () => {
    expect(left(said('value-too-long'), said('session-id-format', { severity: 'warning' }))).toEqual(['value-too-long']);
    expect(left(said('value-too-long'), said('session-id-format', { severity: 'note' }))).toHaveLength(2);
  });

  it('lets a rule that was silenced silence nobody', () => {
    const found = [said('fragment-overlap', { blames: 'client' }), said('verb-blocked'), said('session-id-unknown', { severity: 'note' })];
    expect(left(...found)).toEqual(['fragment-overlap', 'session-id-unknown']);
  });
});
