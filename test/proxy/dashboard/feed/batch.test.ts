import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedMessage } from '../../../../proxy/core/feed.ts';
import { parse } from '../../../../proxy/core/json.ts';
import { rowOf } from '../../../../proxy/core/row-events.ts';
import { Timeline, type TimelineEvent } from '../../../../proxy/core/timeline.ts';
import { Batch } from '../../../../proxy/dashboard/feed/batch.ts';
import { type KeptLimits, KeptTimeline } from '../../../../proxy/dashboard/kept/kept-timeline.ts';
import { readFeedMessage } from '../../../../ui/state/feed-message.ts';
import { WatchedRows } from '../../../../ui/state/watched-rows.ts';
import { Script } from '../../../kit/timeline.ts';

const ROOMY: KeptLimits = { rowsPerSession: 1_000, rows: 10_000, rowBytes: 2 ** 30, sessions: 1_000 };

async function told(kept: KeptTimeline, session: string, after: number | undefined): Promise<FeedMessage | undefined> {
  const text = await new Batch(kept, 0).rowsAfter(session, after);
  return text === undefined ? undefined : readFeedMessage(text);
}

describe('rows in a batch', () => {
  it('are all rows for a page that has none', async () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.connection('c1'), script.exchange('x1', 's1'), script.request('x1', 's1'), script.exchange('x2', 's2')], 0);
    expect(await told(kept, 's1', undefined)).toMatchObject({
      type: 'rows',
      seq: 4,
      session: 's1',
      dropped: 0,
      rows: [{ exchange: { id: 'x1' }, request: { type: 'create-session' }, findings: [] }],
      connections: [{ id: 'c1' }],
    });
  });

  it('are none for a session that nobody knows', async () => {
    expect(await told(new KeptTimeline(ROOMY), 's9', undefined)).toMatchObject({ type: 'rows', rows: [], connections: [] });
    expect(await told(new KeptTimeline(ROOMY), 's9', 3)).toBeUndefined();
  });

  it('are of several states only the last', async () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.exchange('x1', 's1', { outcome: 'sending' }), script.request('x1', 's1')], 0);
    kept.take([script.exchange('x1', 's1', { outcome: 'waiting' }), script.exchange('x1', 's1', { outcome: 'answered' })], 0);
    const message = await told(kept, 's1', 2);
    expect(message).toMatchObject({ type: 'events', seq: 4, events: [{ seq: 4, exchange: { outcome: 'answered' } }] });
  });

  it('begin with the exchange although it changed after its packet', async () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.session('s1'), script.exchange('x1', 's1'), script.request('x1', 's1')], 0);
    kept.take([script.exchange('x1', 's1', { outcome: 'answered' })], 0);
    const message = await told(kept, 's1', 1);
    expect(message).toMatchObject({ events: [{ type: 'exchange', exchange: { outcome: 'answered' } }, { type: 'packet' }] });
  });

  it('tell of a connection that ends after everything else', async () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.connection('c1'), script.exchange('x1', 's1'), script.connection('c1', { closedAt: 9 })], 0);
    expect(await told(kept, 's1', 2)).toMatchObject({ events: [{ type: 'connection', connection: { closedAt: 9 } }] });
  });

  it('are not told when nothing happened in the session', async () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.exchange('x1', 's1'), script.exchange('x2', 's2')], 0);
    expect(await told(kept, 's1', 1)).toBeUndefined();
  });

  it('come anew when rows are gone that the page never had', async () => {
    const [kept, script] = [new KeptTimeline({ ...ROOMY, rowsPerSession: 2 }), new Script()];
    for (const id of ['x1', 'x2', 'x3', 'x4']) kept.take([script.exchange(id, 's1')], 0);
    expect(await told(kept, 's1', 1)).toMatchObject({
      type: 'rows',
      dropped: 2,
      rows: [{ exchange: { id: 'x3' } }, { exchange: { id: 'x4' } }],
    });
    expect(await told(kept, 's1', 2)).toMatchObject({ type: 'events', dropped: 2 });
  });

  it('come anew when a row vanished from the middle', async () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.exchange('x1', 's1'), script.exchange('x2', 's1'), script.exchange('x3', 's1'), script.evicted('exchange', 'x2')], 0);
    expect(await told(kept, 's1', 3)).toMatchObject({
      type: 'rows',
      dropped: 1,
      rows: [{ exchange: { id: 'x1' } }, { exchange: { id: 'x3' } }],
    });
  });

  it('are written once for all pages that need the same', () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.exchange('x1', 's1')], 0);
    const batch = new Batch(kept, 0);
    expect(batch.rowsAfter('s1', undefined)).toBe(batch.rowsAfter('s1', undefined));
    expect(batch.listAfter(0)).toBe(batch.listAfter(0));
  });
});

describe('the list in a batch', () => {
  it('comes with the faults that fall into it', () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take([script.fault('a'), script.session('s1'), script.fault('b')], 0);
    expect(new Batch(kept, 0).listAfter(1).messages.map(parse)).toMatchObject([
      { type: 'sessions', seq: 3, changed: [{ id: 's1', total: 1_000n }], removed: [] },
      { type: 'fault', seq: 3, code: 'b' },
    ]);
  });

  it('comes in parts when it is long', () => {
    const [kept, script] = [new KeptTimeline(ROOMY), new Script()];
    kept.take(
      Array.from({ length: 501 }, (_, index) => script.session(`s${index}`)),
      0,
    );
    const batch = new Batch(kept, 0);
    expect(batch.listAfter(0).upTo).toBe(500);
    expect(batch.listAfter(500).upTo).toBe(501);
  });
});

const AN_EXCHANGE = 224;

/** What happens to two sessions, told by dice: each number is one thing. */
function happening(script: Script, dice: number): TimelineEvent {
  const [session, exchange] = [`s${dice % 2}`, `x${(dice >> 1) % 12}`];
  // An exchange stays in its session.
  const id = `${exchange}-${session}`;
  switch (dice >> 5) {
    case 0:
      return script.request(id, session);
    case 1:
      return script.answer(id, session);
    case 2:
      return script.finding(`f${script.seq}`, id, session);
    case 3:
      return script.connection('c1', { openedAt: dice });
    case 4:
      return script.evicted('exchange', id);
    default:
      return script.exchange(id, session, { index: dice });
  }
}

describe('a page that comes and goes', () => {
  const dice = fc.array(fc.record({ events: fc.array(fc.nat(255), { maxLength: 12 }), heard: fc.boolean() }), { maxLength: 20 });

  it('always ends up with the rows that all events give', async () => {
    await fc.assert(
      fc.asyncProperty(dice, async (turns) => {
        const [kept, script, all] = [new KeptTimeline(ROOMY), new Script(), new Timeline()];
        let page = WatchedRows.awaiting('s0');
        for (const { events, heard } of [...turns, { events: [], heard: true }]) {
          const happened = events.map((number) => happening(script, number));
          kept.take(happened, 0);
          for (const event of happened) all.apply(event);
          if (heard) page = await hear(kept, page);
        }
        const expected = [...all.rows.values()].filter((row) => row.exchange.session === 's0');
        expect(page.rows).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('always ends up with the rows that are still kept', async () => {
    await fc.assert(
      fc.asyncProperty(dice, async (turns) => {
        const [kept, script] = [new KeptTimeline({ ...ROOMY, rowsPerSession: 4, rows: 6 }), new Script()];
        let page = WatchedRows.awaiting('s0');
        for (const { events, heard } of [...turns, { events: [AN_EXCHANGE], heard: true }]) {
          kept.take(
            events.map((number) => happening(script, number)),
            0,
          );
          if (heard) page = await hear(kept, page);
        }
        const { rows = [], dropped } = kept.bucket('s0') ?? {};
        expect(page.rows).toEqual(rows.map(({ events }) => rowOf(events)));
        expect(page.dropped).toBe(dropped);
      }),
      { numRuns: 300 },
    );
  });
});

async function hear(kept: KeptTimeline, page: WatchedRows): Promise<WatchedRows> {
  const message = await told(kept, page.session, page.state === 'awaited' ? undefined : page.seq);
  return message ? page.take(message) : page;
}
