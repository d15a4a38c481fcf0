import { describe, expect, it } from 'vitest';
import type { Finding } from '../../proxy/core/rules/rule.ts';
import { SessionTallies } from '../../proxy/core/session-tallies.ts';

const finding = (id: string, change: Partial<Finding> = {}): Finding => ({
  ...{
    id,
    rule: 'fragment-gap',
    severity: 'error',
    confidence: 'certain',
    blames: 'client',
    exchange: 'x1',
    at: 1,
    message: 'a',
    evidence: {},
  },
  ...change,
});

describe('what was found in a session', () => {
  it('is counted by rule, severity and blame, with the latest', () => {
    const tallies = new SessionTallies();
    tallies.take(finding('f1'));
    tallies.take(finding('f2', { exchange: 'x2', at: 2, message: 'b' }));
    tallies.take(finding('f3', { blames: 'server' }));
    expect(tallies.tallies).toEqual([
      { rule: 'fragment-gap', severity: 'error', blames: 'client', count: 2, latest: { exchange: 'x2', at: 2, message: 'b' } },
      { rule: 'fragment-gap', severity: 'error', blames: 'server', count: 1, latest: { exchange: 'x1', at: 1, message: 'a' } },
    ]);
  });
});
