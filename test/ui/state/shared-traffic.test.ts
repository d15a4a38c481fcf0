import { describe, expect, it } from 'vitest';
import type { FeedMessage } from '../../../proxy/core/feed.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import type { ExportOptions } from '../../../proxy/exports/export-format.ts';
import { Marks } from '../../../ui/state/marks.svelte.ts';
import { SharedTraffic } from '../../../ui/state/shared-traffic.ts';
import { readConversation } from '../../kit/conversation.ts';
import { exported, recorded } from '../../kit/recorded.ts';
import { allSamples } from '../../kit/samples.ts';
import { CREDENTIALS, sharedLines } from '../../kit/shared-copy.ts';
import { Talk } from '../../kit/talk.ts';

const immediately = () => Promise.resolve();

/** What JSON keeps of a value. */
const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}` : item)));

async function traffic(events: readonly WireEvent[], options: ExportOptions = {}): Promise<SharedTraffic> {
  return new SharedTraffic(await sharedLines(exported(recorded(events)), options), immediately);
}

/** What a page is told that asks this. */
function told(
  shared: SharedTraffic,
  ask?: object,
): { messages: FeedMessage[]; until: (is: (message: FeedMessage) => boolean) => Promise<FeedMessage> } {
  const messages: FeedMessage[] = [];
  let wake = () => {};
  const socket = shared.open({
    onmessage: (message) => {
      if (typeof message !== 'string') messages.push(message);
      wake();
    },
    onclose: () => {},
  });
  if (ask) socket.send(JSON.stringify(ask));
  return {
    messages,
    until: async (is) => {
      for (;;) {
        const found = messages.find(is);
        if (found) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

const sample = (name: string) => allSamples().find((one) => one.name === name)?.events ?? [];

describe('a shared copy', () => {
  it.each(allSamples().map(({ name, events }) => [name, events] as const))(
    'has the rows of every session as they were: %s',
    async (_name, events) => {
      const { timeline } = recorded(events);
      const shared = await traffic(events, { redact: false });
      for (const session of [...timeline.sessions.keys(), 'other']) {
        const answer = await told(shared, { type: 'watch', session, after: 0 }).until(({ type }) => type === 'rows');
        const rows = [...timeline.rows.values()].filter(({ exchange }) => (exchange.session ?? 'other') === session);
        expect(asJson(answer.type === 'rows' && answer.rows)).toEqual(asJson(rows));
      }
    },
  );

  it('begins as a feed does: what it is, its sessions with what was found, and the totals', async () => {
    const { messages, until } = told(await traffic(sample('premature-close')));
    await until(({ type }) => type === 'totals');
    expect(messages.map(({ type }) => type)).toEqual(['hello', 'marks', 'sessions', 'totals']);
    const [hello, , sessions, totals] = messages;
    expect(hello).toMatchObject({ tap: { shared: { remains: { sessions: 1, exchanges: 3 } }, recording: [] }, resumed: false });
    expect(sessions).toMatchObject({
      changed: [{ id: 's1' }],
      found: {
        s1: [
          { rule: 'premature-close-session', count: 1 },
          { rule: 'incomplete-close-accepted', count: 1 },
        ],
      },
    });
    expect(totals).toMatchObject({ totals: { sessions: 1, active: 0, findings: { error: 1, warning: 1, note: 0 }, otherExchanges: 0 } });
  });

  it('has the marks on what is in it, which nobody can change', async () => {
    const [row] = recorded(sample('premature-close')).timeline.rows.values();
    const place = { on: 'request', client: '192.0.2.10:50001', at: 1, nth: 0, name: 'a' } as const;
    const mark = { id: 'a', place, at: 2, comment: 'see\nhere', session: 's1', exchange: row?.exchange.id ?? '' };
    const marks = [mark, { ...mark, id: 'b', exchange: 'x99' }];
    const lines = await sharedLines(exported(recorded(sample('premature-close')), { marks }));
    const shared = new SharedTraffic(lines, immediately);
    expect(await told(shared).until(({ type }) => type === 'marks')).toMatchObject({
      isFirst: true,
      changed: [mark],
      removed: [],
      keeping: { kind: 'copy' },
    });
    expect(shared.tap.shared?.remains.marks).toBe(1);
    const seen = new Marks(() => Promise.reject(new Error('a copy')));
    expect(seen.isAble).toBe(true);
    seen.take({ type: 'marks', isFirst: true, changed: [mark], removed: [], keeping: { kind: 'copy' } });
    expect({ isAble: seen.isAble, comment: seen.onPacket(mark.exchange, 'request')?.comment }).toEqual({
      isAble: false,
      comment: 'see\nhere',
    });
  });

  it('counts the rows that a filter selects', async () => {
    const { messages, until } = told(await traffic(sample('premature-close')), { type: 'filter', text: 'type:fragment' });
    await until((message) => message.type === 'matches' && message.isComplete);
    const matches = messages.filter((message) => message.type === 'matches');
    expect(matches.map(({ filter, isFirst, isComplete, counts }) => ({ filter, isFirst, isComplete, counts }))).toEqual([
      { filter: 'type:fragment', isFirst: true, isComplete: false, counts: { s1: 1 } },
      { filter: 'type:fragment', isFirst: false, isComplete: true, counts: {} },
    ]);
  });

  it('says at once that a filter selects nothing', async () => {
    const answer = await told(await traffic(sample('premature-close')), { type: 'filter', text: 'status:418' }).until(
      ({ type }) => type === 'matches',
    );
    expect(answer).toMatchObject({ isFirst: true, isComplete: true, counts: {} });
  });

  it('answers only the last question', async () => {
    const talk = new Talk().begin();
    for (let at = 0; at < 300; at += 1) talk.stored(`${at}-${at}/300`);
    talk.close().answer(200);
    const shared = await traffic(talk.begin('{00000000-0000-0000-0000-000000000002}').events);
    const messages: FeedMessage[] = [];
    const socket = shared.open({ onmessage: (message) => typeof message !== 'string' && messages.push(message), onclose: () => {} });
    socket.send(JSON.stringify({ type: 'watch', session: 's1', after: 0 }));
    socket.send(JSON.stringify({ type: 'watch', session: 's2', after: 0 }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(messages.flatMap((message) => (message.type === 'rows' ? [message.session] : []))).toEqual(['s2']);
  });

  it('compares its sessions', async () => {
    const shared = await traffic(sample('session-id-shared'));
    expect(await shared.compare('s1', 's2')).toMatchObject({ a: { session: 's1' }, b: { session: 's2' } });
    await expect(shared.compare('s1', 's9')).rejects.toThrow('no session s9');
  });

  it('has bodies as far as they were chosen', async () => {
    const some = (await traffic(readConversation(CREDENTIALS), { bodies: 4 })).bodies;
    expect(await some.read('x2', 'request', 0, 10)).toEqual({
      bytes: Uint8Array.from([0x30, 0x31, 0x32, 0x33, 0, 0, 0, 0, 0, 0]),
      missing: [{ start: 4, end: 10 }],
    });
    expect(await some.read('x2', 'request', 1, 3)).toEqual({ bytes: Uint8Array.from([0x31, 0x32]), missing: [] });
    expect(await some.read('x1', 'request', 0, 10)).toBeUndefined();
    expect(await (await traffic(readConversation(CREDENTIALS))).bodies.read('x2', 'request', 0, 10)).toBeUndefined();
  });

  it('is refused where it was cut off, changed, or is newer than the page', async () => {
    const lines = await sharedLines(exported(recorded(sample('premature-close'))));
    expect(() => new SharedTraffic(lines.slice(0, -1), immediately)).toThrow('cut off');
    expect(() => new SharedTraffic([], immediately)).toThrow('damaged');
    expect(() => new SharedTraffic(['{"kind":"bitstap","format":99}', ...lines.slice(1)], immediately)).toThrow('not what this page reads');
  });
});
