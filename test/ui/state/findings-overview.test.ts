import { describe, expect, it } from 'vitest';
import type { FindingTally } from '../../../proxy/core/feed.ts';
import { type FindingsQuestion, findingsOverview, latestFirst } from '../../../ui/state/findings-overview.ts';
import { sessionView } from '../kit.ts';

function tally(rule: string, change: Partial<FindingTally> = {}): FindingTally {
  return { rule, severity: 'error', blames: 'client', count: 1, latest: { exchange: 'x1', at: 0, message: `${rule}.` }, ...change };
}

const VIEWS = [sessionView('s1', { server: 'a:80' }), sessionView('s2', { server: 'b:80' })];
const FOUND = new Map([
  [
    's1',
    [
      tally('gap', { count: 2, latest: { exchange: 'x1', at: 100, message: 'One.' } }),
      tally('odd', { severity: 'note', blames: 'server' }),
    ],
  ],
  ['s2', [tally('gap', { severity: 'warning', latest: { exchange: 'x9', at: 400, message: 'Two.' } })]],
  ['other', [tally('odd', { severity: 'note', blames: 'server', count: 5 })]],
]);

function overview(question: Partial<FindingsQuestion> = {}) {
  return findingsOverview(FOUND, (id) => VIEWS.find((view) => view.id === id), { by: 'rule', muted: [], ...question });
}

describe('everything that was found', () => {
  it('is put together by rule: the heaviest first, with the latest case on top', () => {
    const [group] = overview();
    expect(group?.rules.map(({ rule, severity, count }) => [rule, severity, count])).toEqual([
      ['gap', 'error', 3],
      ['odd', 'note', 6],
    ]);
    expect(latestFirst(group?.rules[0]?.cases ?? []).map(({ session }) => session)).toEqual(['s2', 's1']);
    expect(group?.rules[0]?.latest.session).toBe('s2');
  });

  it.each([
    ['severity', ['error 2', 'warning 1', 'note 6']],
    ['blame', ['server 6', 'client 3']],
    ['server', [' 5', 'a:80 3', 'b:80 1']],
  ] as const)('is put together by %s', (by, expected) => {
    expect(overview({ by }).map(({ name, count }) => `${name} ${count}`)).toEqual(expected);
  });

  it('has muted rules last, and does not count them', () => {
    const [group] = overview({ muted: ['gap'] });
    expect([group?.count, group?.rules.map(({ rule, isMuted }) => [rule, isMuted])]).toEqual([
      6,
      [
        ['odd', false],
        ['gap', true],
      ],
    ]);
  });

  it('is of the sessions that are selected alone', () => {
    const [group] = overview({ selects: ({ id }) => id === 's2' });
    expect(group?.rules.map(({ rule, severity, count }) => [rule, severity, count])).toEqual([['gap', 'warning', 1]]);
  });

  it('shows when it happened, over the time of all', () => {
    const trend = overview()[0]?.rules[0]?.trend ?? [];
    expect([trend.length, trend.reduce((sum, value) => sum + value, 0), trend.at(-1)]).toEqual([24, 2, 1]);
  });

  it('is nothing where nothing was found', () => {
    expect(findingsOverview(new Map(), () => undefined, { by: 'severity', muted: [] })).toEqual([]);
  });
});
