import { describe, expect, it } from 'vitest';
import type { Fragment, FragmentAck } from '../../../proxy/core/bits/packet.ts';
import { chartSeries } from '../../../ui/state/chart-series.ts';
import { request, response, row } from '../kit.ts';

/** A Fragment of so many bytes, sent from `from` to `until`, answered at `answered` with the next offset. */
function fragment(id: string, [from, until, answered]: readonly [number, number, number], bytes: number, nextOffset: bigint) {
  const common = { exchange: id, connection: 'c1' };
  const target = { method: 'BITS_POST', target: '/', path: '/' };
  const packet: Fragment = { type: 'fragment', ...common, at: from, ...target };
  const answer: FragmentAck = {
    ...{ type: 'fragment-ack', ...common, at: answered, status: 200, reason: 'OK', bits: true },
    ...{ latencyMs: answered - until, nextOffset },
  };
  const exchange = { request: request(from, { endedAt: until, bodyLength: bytes }), response: response(answered) };
  return row(id, exchange, { request: packet, answer });
}

describe('what the charts show', () => {
  const rows = [fragment('x1', [1_000, 2_000, 2_010], 500, 500n), fragment('x2', [4_000, 5_000, 5_100], 500, 1_000n)];

  it('are points that lead to their packets', () => {
    const { acknowledged, latency, sizes } = chartSeries(rows);
    expect(acknowledged).toEqual([
      { at: 2_010, value: 500, exchange: 'x1' },
      { at: 5_100, value: 1_000, exchange: 'x2' },
    ]);
    expect(latency.map(({ value }) => value)).toEqual([10, 100]);
    expect(sizes.map(({ at, value }) => [at, value])).toEqual([
      [1_000, 500],
      [4_000, 500],
    ]);
  });

  it('sets the rate as it was beside the rate without waiting and pauses', () => {
    const { rates } = chartSeries(rows);
    expect(rates?.actual).toBeCloseTo(1_000 / 4.1);
    expect(rates?.ideal).toBe(500);
  });

  it('has exact percentiles, by rank', () => {
    const many = Array.from({ length: 100 }, (_, at) => fragment(`x${at}`, [at, at, at + at + 1], 1, 1n));
    expect(chartSeries(many).percentiles).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
  });

  it('is in order of time, also where answers overtook each other', () => {
    const swapped = [fragment('x1', [0, 1, 90], 1, 1n), fragment('x2', [2, 3, 50], 1, 2n)];
    expect(chartSeries(swapped).acknowledged.map(({ exchange }) => exchange)).toEqual(['x2', 'x1']);
  });

  it('is empty without a Fragment', () => {
    expect(chartSeries([])).toEqual({
      ...{ acknowledged: [], latency: [], sizes: [], percentiles: undefined, beganAt: undefined, rates: undefined },
    });
  });
});
