import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../proxy/core/bits/coverage.ts';
import { fileStretches } from '../../proxy/core/file-stretches.ts';

const told = (coverage: Partial<Coverage>, total: bigint) =>
  fileStretches({ sent: [], sentAgain: [], acknowledged: 0n, approximate: false, ...coverage }, total).map(
    ({ first, last, kind }) => `${first}-${last} ${kind}`,
  );

describe('the stretches of a file', () => {
  it('tell what was acknowledged without having been sent', () => {
    expect(told({ sent: [{ first: 100n, last: 299n }], acknowledged: 300n }, 300n)).toEqual(['0-99 unsent', '100-299 acknowledged']);
    expect(told({ acknowledged: 50n }, 100n)).toEqual(['0-49 unsent', '50-99 missing']);
  });

  it('tell it between what was sent, too', () => {
    const sent = [
      { first: 0n, last: 9n },
      { first: 20n, last: 29n },
      { first: 40n, last: 59n },
    ];
    expect(told({ sent, acknowledged: 50n }, 60n)).toEqual([
      ...['0-9 acknowledged', '10-19 unsent', '20-29 acknowledged', '30-39 unsent', '40-49 acknowledged', '50-59 sent'],
    ]);
  });

  it('are the segments where all was seen', () => {
    expect(told({ sent: [{ first: 0n, last: 79n }], sentAgain: [{ first: 20n, last: 29n }], acknowledged: 60n }, 100n)).toEqual([
      ...['0-19 acknowledged', '20-29 again', '30-59 acknowledged', '60-79 sent', '80-99 missing'],
    ]);
  });
});
