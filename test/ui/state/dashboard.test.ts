import { describe, expect, it } from 'vitest';
import type { FeedMessage } from '../../../proxy/core/feed.ts';
import { stringify } from '../../../proxy/core/json.ts';
import type { FeedSocketEvents } from '../../../ui/state/connection.svelte.ts';
import { Dashboard } from '../../../ui/state/dashboard.svelte.ts';
import { FakeClock, hello, row, sessionView } from '../kit.ts';

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
});
