import { describe, expect, it } from 'vitest';
import { addSent, EMPTY_COVERAGE } from '../../../proxy/core/bits/coverage.ts';
import { repeatedBytes } from '../../../proxy/core/facts/repeats.ts';

const sent = (...ranges: readonly (readonly [bigint, bigint])[]) =>
  ranges.reduce((coverage, [first, last]) => addSent(coverage, { first, last }), EMPTY_COVERAGE);

describe('bytes that were sent before', () => {
  it.each([
    ['nothing was sent yet', sent(), 0n, 9n, 0],
    ['it goes on behind the last', sent([0n, 9n]), 10n, 19n, 0],
    ['it is the same again', sent([0n, 9n]), 0n, 9n, 10],
    ['half of it is', sent([0n, 9n]), 5n, 14n, 5],
    ['it fills a hole exactly', sent([0n, 9n], [20n, 29n]), 10n, 19n, 0],
    ['it lies over a hole', sent([0n, 9n], [20n, 29n]), 5n, 24n, 10],
  ])('%s', (_, before, first, last, repeated) => {
    expect(repeatedBytes(before, { first, last })).toBe(repeated);
  });
});
