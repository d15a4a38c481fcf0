import { describe, expect, it } from 'vitest';
import type { Totals } from '../../../proxy/core/feed.ts';
import { RateHistory } from '../../../ui/state/rate-history.svelte.ts';
import { FakeClock } from '../kit.ts';

const rate = (packetsPerSecond: number): Totals => ({
  ...{ sessions: 1, active: 1, findings: { error: 0, warning: 0, note: 0 }, otherExchanges: 0 },
  ...{ packetsPerSecond, bytesPerSecond: packetsPerSecond * 10 },
});

describe('the rates of the last minute', () => {
  it('are taken once a second, whatever comes in between', () => {
    const clock = new FakeClock();
    const rates = new RateHistory(clock);
    rates.take(rate(5));
    clock.pass(1_000);
    rates.take(rate(7));
    rates.take(rate(9));
    clock.pass(1_000);
    expect(rates.samples.slice(-3)).toEqual([
      { packets: 5, bytes: 50 },
      { packets: 5, bytes: 50 },
      { packets: 9, bytes: 90 },
    ]);
    expect(rates.samples).toHaveLength(60);
  });

  it('move on until nothing is to be seen of the traffic, and then rest', () => {
    const clock = new FakeClock();
    const rates = new RateHistory(clock);
    rates.take(rate(5));
    rates.take(rate(0));
    clock.pass(61_000);
    const { samples } = rates;
    expect(samples.every(({ packets }) => packets === 0)).toBe(true);
    clock.pass(60_000);
    expect(rates.samples).toBe(samples);
  });
});
