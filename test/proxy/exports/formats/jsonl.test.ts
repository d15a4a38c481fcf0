import { describe, expect, it } from 'vitest';
import { parse } from '../../../../proxy/core/json.ts';
import { Timeline, type TimelineEvent } from '../../../../proxy/core/timeline.ts';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import { jsonl } from '../../../../proxy/exports/formats/jsonl.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { allSamples } from '../../../kit/samples.ts';
import { Talk } from '../../../kit/talk.ts';

async function lines(events: readonly WireEvent[], redact = false): Promise<TimelineEvent[]> {
  const text = await written(jsonl, exported(recorded(events)), { redact });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => parse(line) as TimelineEvent);
}

/** What JSON keeps of a value. */
const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}` : item)));

describe('JSON lines', () => {
  it.each(allSamples().map(({ name, events }) => [name, events] as const))('make the same timeline: %s', async (_name, events) => {
    const timeline = new Timeline();
    for (const event of await lines(events)) timeline.apply(event);
    const { rows, sessions, connections } = recorded(events).timeline;
    const used = new Set([...rows.values()].map(({ exchange }) => exchange.connection));
    expect(asJson([...timeline.rows])).toEqual(asJson([...rows]));
    expect(asJson([...timeline.sessions])).toEqual(asJson([...sessions]));
    expect(asJson([...timeline.connections])).toEqual(asJson([...connections].filter(([id]) => used.has(id))));
  });

  it('are numbered without gaps from 1', async () => {
    const seqs = (await lines(new Talk().begin().stored('0-9/10').close().answer(200).events)).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  it('tell a session behind its last exchange', async () => {
    const types = (await lines(new Talk().begin().close().answer(200).events)).map(({ type }) => type);
    expect(types.filter((type) => type !== 'finding')).toEqual([
      'connection',
      'exchange',
      'packet',
      'packet',
      'exchange',
      'packet',
      'packet',
      'session',
    ]);
  });

  it('hold no credentials where they are taken out', async () => {
    const { events } = new Talk().ping({ credentials: true }).answer(200);
    const [, exchange] = await lines(events, true);
    expect(JSON.stringify(asJson(exchange))).toContain('["Authorization","NTLM *"]');
  });
});
