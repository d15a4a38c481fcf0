import { expect, it } from 'vitest';
import type { Session } from '../../proxy/core/bits/session.ts';
import { PastSessions } from '../../proxy/core/past-sessions.ts';
import { created, ID, stored } from '../kit/case.ts';

const session = (facts: Partial<Session> = {}): Session => ({ ...created(stored('0-99/100', '/r')), ...facts });

it('remembers what is worth it of a session that is over', () => {
  const past = new PastSessions();
  past.add(session({ userAgent: 'Microsoft BITS/7.8', serverAgent: 'Microsoft-IIS/10.0' }));
  expect(past.of(session())).toEqual([
    {
      createdAt: 1000,
      path: '/inbox/report.bin',
      host: 'bits.example.test',
      sessionId: ID,
      userAgent: 'Microsoft BITS/7.8',
      serverAgent: 'Microsoft-IIS/10.0',
      total: 100n,
      replyUrl: '/r',
      replyFetched: false,
    },
  ]);
});

it('keeps clients and servers apart', () => {
  const past = new PastSessions();
  past.add(session());
  expect(past.of(session({ client: '192.0.2.11' }))).toEqual([]);
  expect(past.of(session({ server: 'other.example.test:80' }))).toEqual([]);
});

it('remembers the last twenty of a pair, the oldest first', () => {
  const past = new PastSessions();
  for (let count = 1; count <= 25; count += 1) past.add(session({ createdAt: count }));
  expect(past.of(session()).map(({ createdAt }) => createdAt)).toEqual(Array.from({ length: 20 }, (_, index) => index + 6));
});
