import { describe, expect, it } from 'vitest';
import type { FeedMessage } from '../../../proxy/core/feed.ts';
import { stringify } from '../../../proxy/core/json.ts';
import type { FeedSocketEvents } from '../../../ui/state/connection.svelte.ts';
import { Dashboard } from '../../../ui/state/dashboard.svelte.ts';
import { exchange, FakeClock, hello, row, sessionView } from '../kit.ts';

function open(hash = '') {
  const said: string[] = [];
  let events: FeedSocketEvents | undefined;
  const dashboard = new Dashboard({
    clock: new FakeClock(),
    hash: { read: () => hash, write: () => {} },
    store: () => ({ getItem: () => null, setItem: () => {} }),
    sendSamples: async () => {},
    sendPlay: async () => {},
    sendRecording: async () => '',
    sendMark: async () => {},
    probe: async () => 'unreachable',
    frame: (run) => run(),
    open(_query, socketEvents) {
      events = socketEvents;
      return { send: (text) => said.push(text), close: () => {} };
    },
  });
  dashboard.connection.connect();
  return { dashboard, said, tell: (message: FeedMessage) => events?.onmessage(stringify(message)) };
}

describe('the dashboard', () => {
  it('asks for the session in the address as soon as it is live', () => {
    const { said, tell } = open('#session=s7');
    tell(hello());
    expect(said).toEqual(['{"type":"watch","session":"s7","after":0}']);
  });

  it('asks only for what it lacks after a resumed connection', () => {
    const { said, tell } = open('#session=s1');
    tell(hello());
    tell({ type: 'rows', seq: 12, session: 's1', rows: [row('x1')], connections: [], dropped: 0 });
    tell(hello({ seq: 12, resumed: true }));
    expect(said.at(-1)).toBe('{"type":"watch","session":"s1","after":12}');
  });

  it('announces errors that arise, not those that it finds', () => {
    const { dashboard, tell } = open();
    const lost = (id: string) => sessionView(id, { findings: { error: 1, warning: 0, note: 0 } });
    tell(hello());
    tell({ type: 'sessions', seq: 1, changed: [lost('s1')], removed: [] });
    expect(dashboard.announcer.latest).toBeUndefined();
    tell({ type: 'sessions', seq: 2, changed: [lost('s2')], removed: [] });
    expect(dashboard.announcer.latest?.errors).toBe(1);
  });

  it('stands still while it is paused, says how far behind it is, and catches up', () => {
    const { dashboard, tell } = open('#session=s1');
    tell(hello());
    tell({ type: 'sessions', seq: 2, changed: [sessionView('s1')], removed: [] });
    tell({ type: 'rows', seq: 2, session: 's1', rows: [row('x1')], connections: [], dropped: 0 });
    dashboard.pause();
    tell({ type: 'sessions', seq: 9, changed: [sessionView('s2'), sessionView('s1', { packets: 7 })], removed: [] });
    const event = { type: 'exchange' as const, seq: 9, at: 0, exchange: exchange('x2') };
    tell({ type: 'events', seq: 9, session: 's1', events: [event], dropped: 0 });
    expect([dashboard.isPaused, dashboard.behind]).toEqual([true, { events: 7, sessions: 2 }]);
    expect([dashboard.table.shown.length, dashboard.timeline.watched?.rows.length]).toEqual([1, 1]);
    dashboard.resume();
    expect([dashboard.table.shown.map(({ id, packets }) => `${id} ${packets}`), dashboard.timeline.watched?.rows.length]).toEqual([
      ['s2 1', 's1 7'],
      2,
    ]);
  });

  it('shows a session that is chosen while it is paused', () => {
    const { dashboard, tell } = open();
    tell(hello());
    tell({ type: 'sessions', seq: 2, changed: [sessionView('s1')], removed: [] });
    dashboard.pause();
    dashboard.selection.choose('s1');
    tell({ type: 'rows', seq: 2, session: 's1', rows: [row('x1')], connections: [], dropped: 0 });
    expect(dashboard.timeline.watched?.rows).toHaveLength(1);
  });

  it('goes on when there is nothing left of what stands still', () => {
    const { dashboard, tell } = open();
    tell(hello());
    tell({ type: 'sessions', seq: 2, changed: [sessionView('s1')], removed: [] });
    dashboard.pause();
    tell(hello({ run: 'r2' }));
    expect([dashboard.isPaused, dashboard.table.shown]).toEqual([false, []]);
  });

  it('shows the sessions and the packets that the filter in the address selects', () => {
    const { dashboard, said, tell } = open('#session=s1&filter=outcome%3Acut-off');
    tell(hello());
    expect(said).toContain('{"type":"filter","text":"outcome:cut-off"}');
    tell({ type: 'sessions', seq: 2, changed: [sessionView('s1'), sessionView('s2')], removed: [] });
    tell({ type: 'matches', seq: 2, filter: 'outcome:cut-off', isFirst: true, isComplete: true, counts: { s1: 1 } });
    tell({ type: 'rows', seq: 2, session: 's1', rows: [row('x1'), row('x2', { outcome: 'cut-off' })], connections: [], dropped: 0 });
    expect(dashboard.table.shown.map(({ id }) => id)).toEqual(['s1']);
    expect(dashboard.timeline.lines.map((line) => line.kind !== 'connection' && [line.row.exchange.id, line.number])).toEqual([['x2', 2]]);
  });

  it('counts sessions by how they stand, as they change', () => {
    const { dashboard, tell } = open();
    tell(hello());
    tell({ type: 'sessions', seq: 2, changed: [sessionView('s1'), sessionView('s2')], removed: [] });
    tell({ type: 'sessions', seq: 3, changed: [sessionView('s1', { state: 'CANCEL' })], removed: ['s2'] });
    expect([dashboard.timeline.countOf('uploading'), dashboard.timeline.countOf('cancelled')]).toEqual([0, 1]);
  });

  it('asks for everything to be forgotten', () => {
    const { dashboard, said, tell } = open();
    tell(hello());
    dashboard.clear();
    expect(said.at(-1)).toBe('{"type":"clear"}');
  });

  it('takes no part of a long list for news', () => {
    const { dashboard, tell } = open();
    const lost = (id: string) => sessionView(id, { findings: { error: 1, warning: 0, note: 0 } });
    const none = { active: 0, findings: { error: 0, warning: 0, note: 0 }, otherExchanges: 0, packetsPerSecond: 0, bytesPerSecond: 0 };
    tell(hello());
    tell({ type: 'sessions', seq: 1, changed: [lost('s1')], removed: [] });
    tell({ type: 'totals', seq: 1, totals: { ...none, sessions: 2 } });
    expect(dashboard.timeline.listed).toBe(false);
    tell({ type: 'sessions', seq: 2, changed: [lost('s2')], removed: [] });
    expect([dashboard.timeline.listed, dashboard.announcer.latest]).toEqual([true, undefined]);
  });
});
