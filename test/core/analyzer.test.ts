import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../proxy/core/analyzer.ts';
import type { TimelineEvent } from '../../proxy/core/timeline.ts';
import { readConversation } from '../kit/conversation.ts';

const CREATE = (path: string) => `BITS_POST ${path} HTTP/1.1\nBITS-Packet-Type: Create-Session\nContent-Length: 0\n`;

function run(text: string, limits = {}): TimelineEvent[] {
  const analyzer = new Analyzer(limits);
  return readConversation(text).flatMap((event) => analyzer.feed(event));
}

const evicted = (events: readonly TimelineEvent[]) =>
  events.flatMap((event) => (event.type === 'evicted' ? [[event.what, event.id, event.limit]] : []));

describe('the analyzer', () => {
  it('says which session it dropped to stay within the limit', () => {
    const requests = ['/1', '/2', '/3'].map(
      (path, index) => `=== 0.${index} c${index} open a:1 b:2\n=== 0.${index} c${index} client\n${CREATE(path)}`,
    );
    expect(evicted(run(requests.join('\n'), { maxSessions: 2 }))).toEqual([['session', 's1', 'maxSessions']]);
  });

  it('says which exchange it gave up when too many wait on a connection', () => {
    const events = run(`=== 0 c1 open a:1 b:2\n=== 0 c1 client\n${CREATE('/1')}\n=== 0 c1 client\n${CREATE('/2')}`, { maxPending: 1 });
    expect(evicted(events)).toEqual([['exchange', 'x1', 'maxPending']]);
  });

  it('shows a growing body at a tick, and nothing when it stood still', () => {
    const analyzer = new Analyzer();
    const [open, head, tick] = readConversation(
      '=== 0 c1 open a:1 b:2\n=== 0 c1 client\nBITS_POST /f HTTP/1.1\nBITS-Packet-Type: Fragment\nBITS-Session-Id: 1\nContent-Range: bytes 0-99/100\nContent-Length: 100\n\n<<40 bytes>>\n=== 1 tick',
    );
    if (!open || !head || !tick) throw new Error('three things happen');
    analyzer.feed(open);
    analyzer.feed(head);
    const shown = analyzer.feed(tick);
    expect(shown.map(({ type }) => type)).toEqual(['exchange', 'packet', 'session']);
    expect(shown.find((event) => event.type === 'session')).toMatchObject({ session: { coverage: { sent: [{ first: 0n, last: 39n }] } } });
    expect(analyzer.feed(tick)).toEqual([]);
  });

  it('tells when each side of a connection had said all, where that was before its end', () => {
    const told = (text: string) => run(text).flatMap((event) => (event.type === 'connection' ? [event.connection] : []));
    const halfClosed = told('=== 0 c1 open a:1 b:2\n=== 1 c1 end client\n=== 2 c1 end server\n=== 2 c1 close client fin');
    expect(halfClosed).toHaveLength(2);
    expect(halfClosed[1]).toMatchObject({ clientEndedAt: 1_741_078_801_000, closedAt: 1_741_078_802_000 });
    expect(halfClosed[1]).not.toHaveProperty('serverEndedAt');
  });

  it('ignores bytes of a connection that it never saw open', () => {
    const [, ...said] = readConversation(`=== 0 c9 open a:1 b:2\n=== 0 c9 client\n${CREATE('/1')}`);
    expect(said).toHaveLength(1);
    expect(said.flatMap((event) => new Analyzer().feed(event))).toEqual([]);
  });

  it('names on the exchange what the tap rewrote', () => {
    const events = run(`=== 0 c1 open a:1 b:2\n=== 0 c1 client\n${CREATE('/1')}\n=== 0 c1 rewrite Host: tap → server\n=== 1 tick`);
    expect(events.findLast(({ type }) => type === 'exchange')).toMatchObject({ exchange: { id: 'x1', rewrites: ['Host: tap → server'] } });
  });

  it('knows the server of a forward-mode connection from where it was routed', () => {
    const events = run(`=== 0 c1 open a:1\n=== 0 c1 routed far.example.test:80\n=== 0 c1 client\n${CREATE('/1')}`);
    expect(events.find((event) => event.type === 'session')).toMatchObject({ session: { server: 'far.example.test:80' } });
  });

  it.each([
    ['behind its answer, with FIN and close', '=== 0.3 c1 end server\n=== 0.4 c1 close server fin', 1],
    ['behind its answer, with a reset', '=== 0.3 c1 close server reset', 1],
    ['after an idle time', '=== 5 c1 end server\n=== 5 c1 close server fin', 0],
    ['behind the client', '=== 0.3 c1 end client\n=== 0.4 c1 close client fin', 0],
  ])('counts in the session a connection that the server closed %s', (_name, end, closes) => {
    const create = `=== 0.1 c1 open a:1 b:2\n=== 0.1 c1 client\n${CREATE('/1')}`;
    const ack = '=== 0.2 c1 server\nHTTP/1.1 200 OK\nBITS-Packet-Type: Ack\nBITS-Session-Id: 1\nContent-Length: 0\n';
    const close = '=== 6 c2 open a:2 b:2\n=== 6 c2 client\nBITS_POST /1 HTTP/1.1\nBITS-Packet-Type: Ping\nContent-Length: 0\n\n=== 7 tick';
    const events = run([create, ack, end, close].join('\n'));
    const session = events.findLast((event) => event.type === 'session');
    expect(session).toMatchObject({ session: { id: 's1', memory: { unannouncedCloses: closes } } });
  });

  it('numbers our own failures like the rest', () => {
    const [event] = new Analyzer().feed({ type: 'fault', at: 1, code: 'upstream-refused', message: 'no' });
    expect(event).toEqual({ seq: 1, at: 1, type: 'fault', code: 'upstream-refused', message: 'no' });
  });
});
