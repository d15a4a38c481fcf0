import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../../../proxy/core/row-events.ts';
import type { Finding } from '../../../../proxy/core/rules/rule.ts';
import { FindingTallies } from '../../../../proxy/dashboard/kept/finding-tallies.ts';

function found(seq: number, change: Partial<Finding> = {}): EventOf<'finding'> {
  const finding: Finding = {
    ...{ id: `f${seq}`, rule: 'fragment-gap', severity: 'error', confidence: 'certain', blames: 'client', session: 's1' },
    ...{ exchange: `x${seq}`, at: seq, message: `Gap ${seq}.`, evidence: {} },
    ...change,
  };
  return { type: 'finding', seq, at: seq, finding };
}

function tally(...events: EventOf<'finding'>[]): FindingTallies {
  const tallies = new FindingTallies();
  for (const event of events) tallies.take(event);
  return tallies;
}

describe('what was found in a session', () => {
  it('is counted by rule, with the latest case', () => {
    expect(tally(found(1), found(2), found(3, { rule: 'no-headway', severity: 'warning' })).after('s1', 0)).toEqual([
      { rule: 'fragment-gap', severity: 'error', blames: 'client', count: 2, latest: { exchange: 'x2', at: 2, message: 'Gap 2.' } },
      { rule: 'no-headway', severity: 'warning', blames: 'client', count: 1, latest: { exchange: 'x3', at: 3, message: 'Gap 3.' } },
    ]);
  });

  it('counts a finding once that is told again because it happened again', () => {
    const [first] = tally(found(1), found(2, { id: 'f1', message: 'Gap, twice.' })).after('s1', 0) ?? [];
    expect([first?.count, first?.latest.message]).toEqual([1, 'Gap, twice.']);
  });

  it('is told only if there is something new', () => {
    const tallies = tally(found(1), found(2, { session: 's2' }));
    expect(tallies.after('s1', 1)).toBeUndefined();
    expect(tallies.after('s2', 1)).toHaveLength(1);
  });

  it('is that of other traffic where no session is named', () => {
    const { session: _none, ...finding } = found(1).finding;
    expect(tally({ type: 'finding', seq: 1, at: 1, finding }).after('other', 0)).toHaveLength(1);
  });

  it('is forgotten with the session', () => {
    const tallies = tally(found(1));
    tallies.forget('s1');
    expect(tallies.after('s1', 0)).toBeUndefined();
  });
});
