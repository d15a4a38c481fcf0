import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type SessionState, type SessionStep, step, TRANSITIONS } from '../../../proxy/core/bits/session.ts';

describe('the session machine', () => {
  const states = Object.keys(TRANSITIONS);

  it('leads every step to a state', () => {
    for (const steps of Object.values(TRANSITIONS)) for (const target of Object.values(steps)) expect(states).toContain(target);
  });

  it('reaches every state from INIT', () => {
    const reached = new Set<string>(['INIT']);
    for (const state of reached) for (const target of Object.values(TRANSITIONS[state as SessionState])) reached.add(target);
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('stands in the README as it is', () => {
    const rows = Object.entries(TRANSITIONS).map(([state, steps]) => {
      const ways = Object.entries(steps).map(([taken, target]) => `${taken} → ${target}`);
      return `| ${state} | ${ways.join(', ') || '–'} |`;
    });
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
    const [, table = ''] = readme.split(/<!-- \/?transitions -->/);
    expect(table.match(/^\| [A-Z_]+ \|.*$/gm)).toEqual(rows);
  });

  const PATHS: ReadonlyArray<readonly [SessionState, readonly SessionStep[], SessionState]> = [
    ['INIT', ['created', 'last-fragment-sent', 'acknowledged', 'closed'], 'COMPLETE'],
    ['INIT', ['created', 'cancelled'], 'CANCEL'],
    ['INIT', ['created', 'last-fragment-sent', 'refused'], 'RECEIVE_FRAGMENTS'],
    ['INIT', ['created', 'last-fragment-sent', 'acknowledged', 'rewound'], 'RECEIVE_FRAGMENTS'],
    ['INIT', ['joined', 'forgotten'], 'EXPIRED'],
    ['COMPLETE', ['created', 'forgotten', 'cancelled'], 'COMPLETE'],
    ['INIT', ['closed', 'acknowledged'], 'INIT'],
  ];

  it.each(PATHS)('goes from %s by %j to %s', (from, steps, to) => {
    expect(steps.reduce<SessionState>((state, taken) => step(state, taken), from)).toBe(to);
  });
});
