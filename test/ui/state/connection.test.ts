import { describe, expect, it } from 'vitest';
import type { FeedMessage } from '../../../proxy/core/feed.ts';
import { stringify } from '../../../proxy/core/json.ts';
import { FeedConnection, type FeedSocketEvents } from '../../../ui/state/connection.svelte.ts';
import { FakeClock, hello } from '../kit.ts';

/** A dashboard that the test plays: every socket that was opened, and what was said to it. */
function start(probe: 'refused' | 'unreachable' = 'unreachable') {
  const clock = new FakeClock();
  const sockets: { query: string; events: FeedSocketEvents; said: string[] }[] = [];
  const batches: (readonly FeedMessage[])[] = [];
  const frames: (() => void)[] = [];
  const connection = new FeedConnection({
    clock,
    probe: async () => probe,
    frame: (run) => frames.push(run),
    onmessages: (messages) => batches.push(messages),
    open(query, events) {
      const said: string[] = [];
      sockets.push({ query, events, said });
      return { send: (text) => said.push(text), close: () => events.onclose() };
    },
  });
  connection.connect();
  const tell = (message: FeedMessage) => sockets.at(-1)?.events.onmessage(stringify(message));
  const drop = async () => {
    sockets.at(-1)?.events.onclose();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, sockets, batches, frames, connection, tell, drop };
}

describe('the connection to the feed', () => {
  it('is connecting until the dashboard says hello', () => {
    const { connection, tell } = start();
    expect(connection.state).toBe('connecting');
    tell(hello());
    expect(connection.state).toBe('live');
  });

  it('hands on together what arrives before the next frame, in order', () => {
    const { batches, frames, tell } = start();
    tell(hello());
    tell({ type: 'sessions', seq: 4, changed: [], removed: ['s1'] });
    expect(frames).toHaveLength(1);
    frames[0]?.();
    expect(batches.map((batch) => batch.map(({ type }) => type))).toEqual([['hello', 'sessions']]);
  });

  it('passes over text that is no message of the feed', () => {
    const { sockets, frames } = start();
    for (const text of ['', '{', 'null', '[]', '{"type":"news"}']) sockets[0]?.events.onmessage(text);
    expect(frames).toEqual([]);
  });

  it('does not take the rows of one session, which may be ahead, for all that there is', async () => {
    const { clock, sockets, tell, drop } = start();
    tell(hello({ run: 'r1' }));
    tell({ type: 'sessions', seq: 41, changed: [], removed: [] });
    tell({ type: 'rows', seq: 99, session: 's1', rows: [], connections: [], dropped: 0 });
    await drop();
    clock.pass(500);
    expect(sockets[1]?.query).toBe('?run=r1&after=41');
  });

  it('asks for what it missed, by run and number, after the connection was lost', async () => {
    const { clock, sockets, tell, drop } = start();
    tell(hello({ run: 'a b' }));
    tell({ type: 'sessions', seq: 41, changed: [], removed: [] });
    await drop();
    clock.pass(500);
    expect(sockets.map(({ query }) => query)).toEqual(['', '?run=a%20b&after=41']);
  });

  it('waits longer after each failure, at most eight seconds, and counts down', async () => {
    const { clock, sockets, connection, tell, drop } = start();
    tell(hello());
    await drop();
    expect(connection.state).toBe('reconnecting');
    for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000, 8_000]) {
      const opened = sockets.length;
      expect(connection.retryInS).toBe(Math.ceil(waitMs / 1_000));
      clock.pass(waitMs - 1);
      expect(sockets).toHaveLength(opened);
      clock.pass(1);
      expect(sockets).toHaveLength(opened + 1);
      await drop();
    }
  });

  it('begins with the short wait again after it was live', async () => {
    const { clock, connection, tell, drop } = start();
    tell(hello());
    await drop();
    clock.pass(500);
    await drop();
    clock.pass(1_000);
    tell(hello({ resumed: true }));
    await drop();
    expect(connection.retryInS).toBe(1);
  });

  it('tries at once when asked to, and not a second time when the wait is over', async () => {
    const { clock, sockets, connection, tell, drop } = start();
    tell(hello());
    await drop();
    connection.connect();
    clock.pass(60_000);
    expect(sockets).toHaveLength(2);
  });

  it('stops trying when the dashboard wants a token', async () => {
    const { clock, sockets, connection, drop } = start('refused');
    await drop();
    expect(connection.state).toBe('refused');
    clock.pass(60_000);
    expect(sockets).toHaveLength(1);
  });

  it('says what the page watches only while it is live', async () => {
    const { sockets, connection, tell, drop } = start();
    connection.send({ type: 'watch', session: 's1', after: 0 });
    tell(hello());
    connection.send({ type: 'watch', session: 's2', after: 7 });
    await drop();
    connection.send({ type: 'watch', session: 's3', after: 0 });
    expect(sockets[0]?.said).toEqual(['{"type":"watch","session":"s2","after":7}']);
  });
});
