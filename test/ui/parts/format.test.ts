import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDelta,
  formatDuration,
  formatMoment,
  formatNumberOf,
  formatPercent,
  formatSize,
  formatTime,
} from '../../../ui/parts/format.ts';

describe('numbers for people', () => {
  it('groups digits, of any length', () => {
    expect([formatCount(999), formatCount(1_000), formatCount(18_446_744_073_709_551_615n)]).toEqual([
      '999',
      '1,000',
      '18,446,744,073,709,551,615',
    ]);
  });

  it('gives exact bytes with the right noun', () => {
    expect([formatBytes(0), formatBytes(1n), formatBytes(10_485_760)]).toEqual(['0 bytes', '1 byte', '10,485,760 bytes']);
  });

  it('never promises more than there is', () => {
    expect([1_023, 1_024, 10_239, 10_485_759, 10_485_760, 42_949_672_960n].map(formatSize)).toEqual([
      ...['1,023 bytes', '1 KiB', '9.9 KiB', '9.9 MiB', '10 MiB', '40 GiB'],
    ]);
  });

  it('says 100 % only of all of it', () => {
    expect([formatPercent(999_999n, 1_000_000n), formatPercent(5n, 5n), formatPercent(0n, 0n)]).toEqual(['99 %', '100 %', '—']);
  });

  it('counts things', () => {
    expect([formatNumberOf(1, 'packet'), formatNumberOf(0, 'packet'), formatNumberOf(2n, 'entry', 'entries')]).toEqual([
      '1 packet',
      '0 packets',
      '2 entries',
    ]);
  });
});

describe('times for people', () => {
  it('keeps three digits of a duration', () => {
    expect([0.4123, 18.24, 742.4, 2_411, 41_520, 134_000, 8_049_000, 267_249_000, -3].map(formatDuration)).toEqual([
      ...['0.412 ms', '18.2 ms', '742 ms', '2.41 s', '41.5 s', '02:14', '02:14:09', '3 d 02:14:09', '−3.0 ms'],
    ]);
  });

  it('shows what passed to the millisecond', () => {
    expect([0, 412.4, 59_999.6, 61_002].map(formatDelta)).toEqual(['+0.000', '+0.412', '+1:00.000', '+1:01.002']);
  });

  it('shows the time of day in UTC', () => {
    const at = Date.UTC(2026, 2, 4, 9, 0, 7, 412);
    expect([formatTime(at, 'utc'), formatMoment(at, 'utc')]).toEqual(['09:00:07.412', '2026-03-04 09:00:07.412 UTC']);
  });
});
