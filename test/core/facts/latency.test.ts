import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AckLatency, Latency } from '../../../proxy/core/facts/latency.ts';

function latencyOf(...latencies: readonly number[]): AckLatency | undefined {
  const latency = new Latency();
  for (const ms of latencies) latency.add(ms);
  return latency.snapshot();
}

/** The smallest that is not below so large a share of all. */
function exact(latencies: readonly number[], share: number): number {
  return [...latencies].sort((a, b) => a - b)[Math.ceil(share * latencies.length) - 1] ?? Number.NaN;
}

describe('the latency of Acks', () => {
  it('is nothing before the first', () => {
    expect(latencyOf()).toBeUndefined();
  });

  it('of a single one is within 9 % of it, and exact as maximum', () => {
    const { p50Ms = 0, p95Ms = 0, maxMs = 0 } = latencyOf(100) ?? {};
    expect(p50Ms).toBeGreaterThan(91);
    expect(p50Ms).toBeLessThanOrEqual(100);
    expect(p95Ms).toBe(p50Ms);
    expect(maxMs).toBe(100);
  });

  it('has its tail where it belongs: 94 fast and 6 slow ones', () => {
    const { p50Ms = 0, p95Ms = 0 } = latencyOf(...Array<number>(94).fill(1), ...Array<number>(6).fill(1_000)) ?? {};
    expect(Math.abs(p50Ms - 1)).toBeLessThan(0.1);
    expect(Math.abs(p95Ms - 1_000)).toBeLessThan(91);
  });

  it('of early answers is none', () => {
    expect(latencyOf(-5)).toEqual({ p50Ms: 0, p95Ms: 0, maxMs: 0 });
  });

  it('beyond 17 minutes is counted as that, but for the maximum', () => {
    const { p50Ms = 0, maxMs = 0 } = latencyOf(86_400_000) ?? {};
    expect(p50Ms).toBe(2 ** 20);
    expect(maxMs).toBe(86_400_000);
  });

  it('differs from the exact percentiles by at most 9 %, whatever comes in whatever order', () => {
    const some = fc.array(fc.double({ min: 0.0625, max: 1_000_000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(some, (latencies) => {
        const { p50Ms = 0, p95Ms = 0 } = latencyOf(...latencies) ?? {};
        for (const [told, share] of [
          [p50Ms, 0.5],
          [p95Ms, 0.95],
        ] as const) {
          const truth = exact(latencies, share);
          expect(Math.abs(told - truth) / truth).toBeLessThan(0.0906);
        }
      }),
    );
  });
});
