import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { trimmedTraffic } from '../../../proxy/exports/trimmed-traffic.ts';
import { said } from '../../kit/captured.ts';
import { readConversation } from '../../kit/conversation.ts';
import { describeTimeline } from '../../kit/describe-timeline.ts';
import { exported, recorded } from '../../kit/recorded.ts';
import { allSamples, analyse } from '../../kit/samples.ts';
import { Talk } from '../../kit/talk.ts';

async function trimmed(events: readonly WireEvent[], rows?: readonly string[]): Promise<WireEvent[]> {
  const recording = recorded(events);
  const source = exported(recording);
  const kept = rows ? source.rows.filter(({ exchange }) => rows.includes(exchange.id)) : source.rows;
  const found: WireEvent[] = [];
  for await (const event of trimmedTraffic({ ...source, rows: kept }))
    found.push(event.type === 'data' ? { ...event, bytes: Uint8Array.from(event.bytes) } : event);
  return found;
}

/** What only the watch on its own time tells is not of an exchange. */
const isOfExchanges = ({ type }: WireEvent) => type !== 'tick' && type !== 'fault' && type !== 'traffic-ended';
const endOf = (events: readonly WireEvent[]) => events.filter(({ type }) => type === 'traffic-ended');

describe('all of a recording', () => {
  it.each(allSamples().map(({ name, events }) => [name, events] as const))('%s means the same', async (_name, events) => {
    const whole = [...(await trimmed(events)), ...endOf(events)];
    const before = [...events.filter(isOfExchanges), ...endOf(events)];
    expect(describeTimeline(analyse(whole))).toEqual(describeTimeline(analyse(before)));
  });

  it('is said at the same times in the same order, in a plain case', async () => {
    const { events } = new Talk().begin().stored('0-99/200').cut('client').stored('100-199/200').close().answer(200).cut('server', 'fin');
    expect(await trimmed(events)).toEqual(
      events.map((event) => (event.type === 'data' ? { ...event, bytes: Uint8Array.from(event.bytes) } : event)),
    );
  });

  it('is the same bytes on each connection, wherever the pieces that came were split', async () => {
    const upload = readConversation(allSamples().find(({ name }) => name === 'windows-upload-reply')?.text ?? '');
    const split = (events: readonly WireEvent[], length: number) =>
      events.flatMap((event) => {
        if (event.type !== 'data') return [event];
        const parts: WireEvent[] = [];
        for (let at = 0; at < event.bytes.length; at += length) parts.push({ ...event, bytes: event.bytes.subarray(at, at + length) });
        return parts;
      });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), async (length) => {
        expect(said(await trimmed(split(upload, length)))).toEqual(said(upload));
      }),
      { numRuns: 20 },
    );
  });
});

describe('some of a recording', () => {
  const two = new Talk().begin().stored('0-99/200').stored('100-199/200').close().answer(200).cut('client', 'fin');

  it('has only what was said for the exchanges that were chosen, on connections that open and close', async () => {
    const events = await trimmed(two.events, ['x2', 'x4']);
    expect(describeTimeline(analyse(events)).filter((line) => line.startsWith('x'))).toEqual([
      'x1 c1 s1 fragment 0-99/200 -> 200 next 100',
      'x2 c1 s1 close-session -> 200',
    ]);
    expect(events.map(({ type }) => type)).toEqual(['opened', 'data', 'data', 'data', 'data', 'closed']);
  });

  it('has no connection on which nothing was chosen', async () => {
    const { events } = new Talk().begin().cut('client').stored('0-99/100');
    expect((await trimmed(events, ['x1'])).filter(({ type }) => type === 'opened')).toHaveLength(1);
  });

  it('says how much of it was not recorded', async () => {
    const events = two.events.flatMap((event): WireEvent[] => {
      if (event.type !== 'data' || event.bytes.length < 250) return [event];
      const { at, connection } = event;
      return [
        { ...event, bytes: event.bytes.subarray(0, -40) },
        { type: 'gap', at, connection, from: 'client', bytes: 40 },
      ];
    });
    const gaps = (await trimmed(events)).filter(({ type }) => type === 'gap');
    expect(gaps).toMatchObject([{ bytes: 40 }, { bytes: 40 }]);
  });

  it('leaves connections open that nobody was seen to close', async () => {
    const { events } = new Talk().begin().ends();
    expect((await trimmed(events)).map(({ type }) => type)).toEqual(['opened', 'data', 'data']);
  });
});

describe('chunked bodies', () => {
  const HEAD = 'BITS_POST /a HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nTransfer-Encoding: chunked\r\n\r\n';
  const BODY = '5;name=value\r\nhello\r\n0\r\nTrailer: t\r\n\r\n';

  it('have their sizes, extensions and trailers, and nothing of what follows', async () => {
    const talk = new Talk()
      .raw('client', `${HEAD}${BODY}`)
      .answer(200)
      .raw('client', 'BITS_POST /b HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\n\r\n');
    const [, request] = said(await trimmed(talk.events, ['x1']));
    expect(request).toBe(`c1 client: ${HEAD}${BODY}`);
  });
});

describe('what the tap did', () => {
  it('is told behind the head that it concerns', async () => {
    const { events } = new Talk().begin();
    const [opened, ...rest] = events;
    const at = rest[0]?.at ?? 0;
    const rewritten = [
      ...(opened ? [opened] : []),
      ...rest.slice(0, 1),
      { type: 'rewrite', at, connection: 'c1', what: 'Host: a → b' } as const,
      ...rest.slice(1),
    ];
    const again = await trimmed(rewritten);
    expect(again.map(({ type }) => type)).toEqual(['opened', 'data', 'rewrite', 'data']);
    expect(again[2]).toMatchObject({ what: 'Host: a → b' });
  });

  it('stays its own word where it answered itself', async () => {
    const { events } = new Talk().create().raw('proxy', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    expect((await trimmed(events)).filter((event) => event.type === 'data').map(({ from }) => from)).toEqual(['client', 'proxy']);
  });
});
