import { describe, expect, it } from 'vitest';
import { Rates } from '../../../../proxy/dashboard/kept/rates.ts';

describe('rates', () => {
  it('are what was counted in the last second', () => {
    const rates = new Rates();
    rates.count(1_000, 1, 10);
    rates.count(1_050, 2, 20);
    rates.count(1_900, 4, 40);
    expect(rates.over(1_950)).toEqual({ packetsPerSecond: 7, bytesPerSecond: 70 });
    expect(rates.over(2_000)).toEqual({ packetsPerSecond: 4, bytesPerSecond: 40 });
    expect(rates.over(2_900)).toEqual({ packetsPerSecond: 0, bytesPerSecond: 0 });
  });

  it('do not bring back what is long past when its place is used again', () => {
    const rates = new Rates();
    rates.count(1_000, 9, 90);
    rates.count(5_000, 1, 1);
    expect(rates.over(5_000)).toEqual({ packetsPerSecond: 1, bytesPerSecond: 1 });
  });

  it('are nothing before anything happened', () => {
    expect(new Rates().over(0)).toEqual({ packetsPerSecond: 0, bytesPerSecond: 0 });
  });
});
