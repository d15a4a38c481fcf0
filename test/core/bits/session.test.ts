import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { announceReply } from '../../../proxy/core/bits/reply.ts';
import {
  beginSession,
  copySession,
  type Session,
  type SessionState,
  type SessionStep,
  step,
  TRANSITIONS,
} from '../../../proxy/core/bits/session.ts';
import { NO_MEMORY } from '../../../proxy/core/bits/session-memory.ts';

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

describe('a session that begins', () => {
  const ping = { type: 'ping', exchange: 'x1', connection: 'c1', at: 0, method: 'BITS_POST', path: '/a' } as const;
  const begun = (target: string) => beginSession({ ...ping, target }, { id: 's1', server: 'srv:80', client: '10.0.0.1' });

  it('remembers the query of its first request, if it had one', () => {
    expect(begun('/a?token=1').memory).toEqual({ ...NO_MEMORY, query: '?token=1' });
    expect(begun('/a').memory).toBe(NO_MEMORY);
  });
});

describe('a copy of a session', () => {
  const whole: Required<Session> = {
    ...{ id: 's1', server: 'srv:80', sessionId: '{1}', client: '10.0.0.1', userAgent: 'Microsoft BITS/7.8', serverAgent: 'IIS' },
    ...{ url: 'http://srv/a', path: '/a', fileName: 'a', state: 'INIT', seenFromStart: true, createdAt: 1, lastAt: 2 },
    ...{ packets: 3, attempts: 1, total: 9n, nextOffset: 0n, fragments: 1, hosts: ['srv'], hostId: 'node1', connections: 1 },
    coverage: { sent: [], sentAgain: [], acknowledged: 0n, approximate: false },
    lastFragment: { exchange: 'x2', bodySent: 0, outcome: 'waiting' },
    ...{ lastConnection: 'c1', lookedUpOn: 'c1', interruptions: 0, lastStatus: 200 },
    reply: announceReply('/r', 'http://srv/a', 2),
    end: { packet: 'close-session', at: 2, exchange: 'x3', outcome: 'waiting' },
    lastExchange: 'x3',
    memory: NO_MEMORY,
  };

  it('has all that the session has', () => {
    expect(copySession(whole)).toEqual(whole);
  });
});
