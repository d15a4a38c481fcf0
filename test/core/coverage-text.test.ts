import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../proxy/core/bits/coverage.ts';
import { coverageText } from '../../proxy/core/coverage-text.ts';
import type { FragmentTrace } from '../../proxy/core/fragment-traces.ts';

/** 100 bytes: 0–59 acknowledged, 20–29 of them sent twice, 60–79 sent, 80–99 not. */
const coverage: Coverage = {
  ...{ sent: [{ first: 0n, last: 79n }], sentAgain: [{ first: 20n, last: 29n }] },
  ...{ acknowledged: 60n, approximate: false },
};

const trace = (exchange: string, first: bigint, last: bigint, change: Partial<FragmentTrace> = {}): FragmentTrace => ({
  ...{ exchange, at: 0, declared: { first, last, total: 100n }, came: { first, last }, again: [] },
  ...{ outcome: 'accepted', status: 200, before: 0n, after: last + 1n, asked: last + 1n },
  ...change,
});

describe('the coverage as text', () => {
  it('is a bar to scale, what its signs mean, and each stretch', () => {
    expect(coverageText({ coverage, total: 100n }, { width: 10 })).toEqual([
      '[##+###==..] 100 bytes',
      '# acknowledged   = sent, not acknowledged   + sent more than once   . not sent',
      '',
      'bytes 0-19 (20)  acknowledged',
      'bytes 20-29 (10)  sent more than once, acknowledged',
      'bytes 30-59 (30)  acknowledged',
      'bytes 60-79 (20)  sent, not acknowledged',
      'bytes 80-99 (20)  not sent',
    ]);
  });

  it('never hides a hole, however small', () => {
    const holed: Coverage = {
      ...coverage,
      sent: [
        { first: 0n, last: 499n },
        { first: 501n, last: 999n },
      ],
      sentAgain: [],
      acknowledged: 0n,
    };
    expect(coverageText({ coverage: holed, total: 1_000n }, { width: 4 })[0]).toBe('[==.=] 1,000 bytes');
  });

  it('has as many signs as asked for, also for a file of fewer bytes', () => {
    const tiny: Coverage = { sent: [{ first: 0n, last: 0n }], sentAgain: [], acknowledged: 1n, approximate: false };
    expect(coverageText({ coverage: tiny, total: 2n }, { width: 6 })[0]).toBe('[###...] 2 bytes');
  });

  it('says by which packets, and what became of each Fragment', () => {
    const traces = [
      trace('x2', 0n, 29n),
      trace('x3', 20n, 59n, { again: [{ first: 20n, last: 29n }] }),
      trace('x4', 60n, 89n, { outcome: 'unanswered', came: { first: 60n, last: 79n } }),
    ];
    const text = coverageText({ coverage, total: 100n }, { traces, nameOf: (exchange) => `packet ${exchange.slice(1)}` });
    expect(text).toContain('bytes 20-29 (10)  sent more than once, acknowledged, by packet 2, packet 3');
    expect(text.slice(-3)).toEqual([
      'packet 2: bytes 0-29 (30), answered 200, next offset 30',
      'packet 3: bytes 20-59 (40), answered 200, next offset 60, 10 bytes of it again',
      'packet 4: bytes 60-89 (30), no answer, only 20 bytes of it came',
    ]);
  });

  it('leaves out what is too much, and says how much that is', () => {
    const text = coverageText({ coverage, total: 100n }, { limit: 2 });
    expect(text.at(-1)).toBe('and 3 more stretches');
  });

  it('tells what was acknowledged without having been sent', () => {
    const unseen: Coverage = { sent: [{ first: 50n, last: 99n }], sentAgain: [], acknowledged: 100n, approximate: false };
    expect(coverageText({ coverage: unseen, total: 100n }, { width: 4 })).toEqual([
      '[??##] 100 bytes',
      '# acknowledged   ? acknowledged, not seen sent',
      '',
      'bytes 0-49 (50)  acknowledged, not seen sent',
      'bytes 50-99 (50)  acknowledged',
    ]);
  });

  it('says so while the size is not known', () => {
    expect(coverageText({ coverage })).toEqual(['The size of the file is not known.']);
  });
});
