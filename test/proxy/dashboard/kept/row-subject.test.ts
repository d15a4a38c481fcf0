import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../../../proxy/core/filter/fields.ts';
import { rowOf } from '../../../../proxy/core/row-events.ts';
import type { Row } from '../../../../proxy/dashboard/kept/kept-row.ts';
import { KeptTimeline } from '../../../../proxy/dashboard/kept/kept-timeline.ts';
import { subjectOf } from '../../../../proxy/dashboard/kept/row-subject.ts';
import { ShelvedRow } from '../../../../proxy/dashboard/kept/shelved-row.ts';
import { filter } from '../../../kit/filter.ts';
import { allSamples, analyse } from '../../../kit/samples.ts';

const FILTERS = [
  ...FIELDS.map(({ example }) => example),
  ...FIELDS.map(({ name }) => `${name}:*`),
  ...['status:2xx', 'type:*-ack', 'not type:fragment', 'offset=0', 'latency>0s', 'next>0', 'total>0', 'has:answer', 'has:error'],
  ...['severity>=note', 'report', 'microsoft', 'bits_post', '"Microsoft BITS"', 'not zzz', 'file:* and status:200', 'inbox or client:10.*'],
];

const rows: { readonly row: Row; readonly session: string }[] = [];
for (const { name, events } of allSamples().slice(0, 40)) {
  const kept = new KeptTimeline({ rowsPerSession: 1_000, rows: 10_000, rowBytes: 2 ** 30, sessions: 1_000 });
  kept.take(analyse(events), 0);
  for (const [session, bucket] of kept.buckets) for (const row of bucket.rows) rows.push({ row, session: `${name} ${session}` });
}

describe('a row that is over', () => {
  it('is among the rows of the samples many times', () => {
    expect(rows.filter(({ row }) => row instanceof ShelvedRow).length).toBeGreaterThan(50);
  });

  it.each(FILTERS)('is to the filter %s what its events say', (text) => {
    const { matches } = filter(text);
    for (const { row, session } of rows) {
      const whole = { ...rowOf(row.events), session: undefined, connection: undefined };
      expect([session, row.id, matches(subjectOf(row, undefined, undefined))]).toEqual([session, row.id, matches(whole)]);
    }
  });
});
