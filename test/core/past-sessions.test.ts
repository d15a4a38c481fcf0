import { describe, expect, it } from 'vitest';
import { beginSession, type Session } from '../../proxy/core/bits/session.ts';
import { PastSessions } from '../../proxy/core/past-sessions.ts';
import { created, createdWith, ID, stored } from '../kit/case.ts';

/** A session of ours that began at this time. */
const at = (createdAt: number, change: Partial<Session> = {}): Session => ({ ...created(), createdAt, ...change });
const times = (past: PastSessions, session: Session) => past.of(session).map(({ createdAt }) => createdAt);

describe('the sessions that are over', () => {
  it('are none at first', () => {
    expect(new PastSessions().of(created())).toEqual([]);
  });

  it('are told the oldest first', () => {
    const past = new PastSessions();
    for (const createdAt of [1, 2, 3]) past.add(at(createdAt));
    expect(times(past, created())).toEqual([1, 2, 3]);
  });

  it('are those of the same client and server, whatever they uploaded', () => {
    const past = new PastSessions();
    past.add(at(1, { path: '/other' }));
    past.add(at(2, { client: '192.0.2.99' }));
    past.add(at(3, { server: 'elsewhere.example.test:80' }));
    expect(times(past, created())).toEqual([1]);
  });

  it('are the last twenty', () => {
    const past = new PastSessions();
    for (let createdAt = 1; createdAt <= 25; createdAt += 1) past.add(at(createdAt));
    expect(times(past, created())).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  });

  it('are forgotten of the client that ended its last session longest ago, beyond a thousand', () => {
    const past = new PastSessions();
    const of = (client: number) => at(client, { client: `192.0.2.${client}` });
    for (let client = 1; client <= 1000; client += 1) past.add(of(client));
    past.add(of(1));
    past.add(of(1001));
    expect(times(past, of(1))).toEqual([1, 1]);
    expect(times(past, of(2))).toEqual([]);
    expect(times(past, of(3))).toEqual([3]);
  });

  it('are remembered by what they uploaded, to whom, and what came back', () => {
    const past = new PastSessions();
    const upload = createdWith({ Server: 'Microsoft-IIS/10.0' }, stored('0-999/1000', '/replies/1.bin'));
    past.add({ ...upload, createdAt: 7, userAgent: 'Microsoft BITS/7.8' });
    expect(past.of(upload)).toEqual([
      {
        sessionId: ID,
        createdAt: 7,
        path: '/inbox/report.bin',
        host: 'bits.example.test',
        userAgent: 'Microsoft BITS/7.8',
        serverAgent: 'Microsoft-IIS/10.0',
        unlikeIis: true,
        total: 1000n,
        replyUrl: '/replies/1.bin',
        replyFetched: false,
      },
    ]);
  });

  it('tell a reply that was fetched whole', () => {
    const past = new PastSessions();
    const { reply, ...upload } = created(stored('0-999/1000', '/replies/1.bin'));
    if (!reply) throw new Error('the reply was announced');
    past.add({ ...upload, reply: { ...reply, complete: true } });
    expect(past.of(created())).toMatchObject([{ replyFetched: true }]);
  });

  it('leave out what a session never had', () => {
    const past = new PastSessions();
    const head = { exchange: 'x1', connection: 'c1', at: 7, method: 'BITS_POST', target: '/f', path: '/f' };
    const { server, client } = created();
    past.add(beginSession({ ...head, type: 'create-session', protocols: [] }, { id: 's1', server, client }));
    expect(past.of(created())).toEqual([{ createdAt: 7, path: '/f', replyFetched: false }]);
  });
});
