import { describe, expect, it } from 'vitest';
import type { FeedMessage, Totals } from '../../../proxy/core/feed.ts';
import { Backlog } from '../../../ui/state/backlog.ts';
import { exchange, sessionView } from '../kit.ts';

function held(...messages: FeedMessage[]): Backlog {
  const backlog = new Backlog();
  for (const message of messages) backlog.take(message);
  return backlog;
}

const sessions = (seq: number, changed: string[], removed: string[] = [], packets = seq): FeedMessage => ({
  type: 'sessions',
  seq,
  changed: changed.map((id) => sessionView(id, { packets })),
  removed,
});

function events(seq: number, count: number): FeedMessage {
  const one = { type: 'exchange' as const, seq, at: 0, exchange: exchange('x1') };
  return { type: 'events', seq, session: 's1', events: Array.from({ length: count }, () => one), dropped: 0 };
}

describe('what is held back', () => {
  it('is of each session the last state', () => {
    const backlog = held(sessions(1, ['s1', 's2']), sessions(2, ['s1']), sessions(3, ['s3'], ['s2']));
    const [message] = backlog.drain();
    expect(message).toMatchObject({ type: 'sessions', seq: 3, removed: ['s2'] });
    expect(message?.type === 'sessions' && message.changed.map(({ id, packets }) => [id, packets])).toEqual([
      ['s1', 2],
      ['s3', 3],
    ]);
    expect([backlog.sessions, backlog.seq]).toEqual([3, 3]);
  });

  it('is of the totals the last', () => {
    const none = {
      sessions: 0,
      active: 0,
      findings: { error: 0, warning: 0, note: 0 },
      otherExchanges: 0,
      packetsPerSecond: 0,
      bytesPerSecond: 0,
    };
    const totals = (seq: number): FeedMessage => ({ type: 'totals', seq, totals: { ...none, sessions: seq } satisfies Totals });
    expect(held(totals(1), totals(2)).drain()).toEqual([totals(2)]);
  });

  it('is every event of the watched session, unless there are too many', () => {
    expect(held(events(1, 2), events(3, 1)).drain()).toHaveLength(2);
    const cut = held(...Array.from({ length: 21 }, (_, index) => events(index, 1_000)));
    expect([cut.drain(), cut.isCut]).toEqual([[], true]);
  });

  it('is nothing of a session that is no longer watched', () => {
    const backlog = held(events(1, 2));
    backlog.forgetEvents();
    expect(backlog.drain()).toEqual([]);
  });
});
