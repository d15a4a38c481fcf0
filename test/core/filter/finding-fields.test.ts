import { describe, expect, it } from 'vitest';
import type { FilterSubject } from '../../../proxy/core/filter.ts';
import { filter, foldSample, selected } from '../../kit/filter.ts';
import { sessionView } from '../../kit/timeline.ts';

// premature-close: x3 has an error of the client (premature-close-session) and a warning of the server
// (incomplete-close-accepted); x1 and x2 have nothing.
describe('an exchange with two findings', () => {
  it.each([
    ['rule:premature-close-session', 'x3'],
    ['rule:premature-*', 'x3'],
    ['rule:fragment-gap', ''],
    ['rule!=fragment-gap', 'x3'],
    ['rule!=premature-close-session', ''],
    ['severity:error', 'x3'],
    ['severity:note', ''],
    ['severity>=warning', 'x3'],
    ['severity>warning', 'x3'],
    ['severity>error', ''],
    ['severity<=note', ''],
    ['severity<error', 'x3'],
    ['severity!=note', 'x3'],
    ['blames:server', 'x3'],
    ['blames:intermediary', ''],
    ['confidence>=guess', 'x3'],
    ['finding:*200*', 'x3'],
    ['finding:"100 of 300 bytes"', 'x3'],
    ['has:finding', 'x3'],
    ['not has:finding', 'x1 x2'],
  ])('%s', (text, exchanges) => {
    expect(selected('premature-close', text)).toBe(exchanges);
  });

  it('may meet two terms with one finding each', () => {
    expect(selected('premature-close', 'severity:error blames:server')).toBe('x3');
  });
});

describe('a session alone', () => {
  const counted = (error: number, warning: number, note: number): FilterSubject => ({
    session: sessionView('s1', { findings: { error, warning, note } }),
    findings: [],
  });

  it('has the severities that were counted in it', () => {
    const { matches } = filter('severity>=warning');
    expect([counted(1, 0, 0), counted(0, 1, 0), counted(0, 0, 5), counted(0, 0, 0)].map(matches)).toEqual([true, true, false, false]);
  });

  it('has no rule', () => {
    expect(filter('rule:*').matches(counted(1, 1, 1))).toBe(false);
  });

  it('does not lend its counts to its exchanges', () => {
    expect(selected('premature-close', 'severity:error')).toBe('x3');
  });
});

describe('what is there', () => {
  it.each([
    ['reply-lost', 'has:reply kind:reply', 'x3'],
    ['clean-upload', 'has:reply', ''],
    ['unknown-session', 'has:error', 'x1'],
    ['resumed-after-416', 'not has:answer', 'x3'],
    ['garbage', 'has:session', 'x3'],
    ['clean-upload', 'has:rewrite', ''],
  ])('%s: %s', (sample, text, exchanges) => {
    expect(selected(sample, text)).toBe(exchanges);
  });

  it('is a rewrite where the tap changed something', () => {
    const [row] = foldSample('clean-upload').rows;
    const exchange = row?.exchange && { ...row.exchange, rewrites: ['Host: a → b'] };
    expect(filter('has:rewrite').matches({ ...row, exchange, findings: [] })).toBe(true);
  });
});
