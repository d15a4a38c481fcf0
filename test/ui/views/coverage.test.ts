import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../../proxy/core/timeline.ts';
import { coverageSizes, coverageWords, percentOf, stretchesOf } from '../../../ui/views/coverage.ts';
import { sessionView } from '../kit.ts';

/** 100 bytes: 0–59 acknowledged, 20–29 of them sent twice, 60–79 sent, 80–99 never sent. */
const upload = (state: SessionView['state']) =>
  sessionView('s1', {
    state,
    total: 100n,
    coverage: { sent: [{ first: 0n, last: 79n }], sentAgain: [{ first: 20n, last: 29n }], acknowledged: 60n, approximate: false },
  });

describe('the coverage of a file', () => {
  it('is drawn to scale', () => {
    const drawn = stretchesOf(upload('COMPLETE')).map(({ fill, share }) => [fill, Math.round(share * 100)]);
    expect(drawn).toEqual([
      ['acknowledged', 20],
      ['again', 10],
      ['acknowledged', 30],
      ['sent', 20],
      ['missing', 20],
    ]);
  });

  it('has no hole where an open session has not come to yet', () => {
    expect(stretchesOf(upload('RECEIVE_FRAGMENTS')).at(-1)?.fill).toBe('rest');
  });

  it('is bounded: many stretches become fewer, and a hole is never lost', () => {
    const sent = Array.from({ length: 1_000 }, (_, at) => ({ first: BigInt(at * 10), last: BigInt(at * 10 + 8) }));
    const holed = sessionView('s1', { total: 10_000n, coverage: { sent, sentAgain: [], acknowledged: 0n, approximate: false } });
    const drawn = stretchesOf(holed, 100);
    expect(drawn.length).toBeLessThanOrEqual(100);
    expect(drawn.some(({ fill }) => fill === 'missing')).toBe(true);
    expect(drawn.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('is empty while the size is not known', () => {
    const unknown = sessionView('s1');
    expect([stretchesOf(unknown), percentOf(unknown), coverageWords(unknown)]).toEqual([
      [],
      '—',
      'Size not known yet: no Fragment was seen.',
    ]);
  });

  it('is told in bytes and in words', () => {
    expect(coverageSizes(upload('COMPLETE'))).toEqual({ acknowledged: 60n, again: 10n, missing: 20n, unacknowledged: 20n });
    expect(coverageWords(upload('COMPLETE'))).toBe(
      '60 bytes of 100 bytes acknowledged (60 %), 20 bytes sent but not acknowledged, 10 bytes sent more than once, 20 bytes never sent',
    );
  });
});
