import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pieces } from '../../../proxy/core/payload/pieces.ts';

function pieces(...claims: readonly [bigint, bigint, string][]): Pieces<string> {
  const made = new Pieces<string>();
  for (const [first, last, source] of claims) made.claim({ first, last }, source);
  return made;
}

const written = (made: Pieces<string>) => made.all.map(({ first, last, source }) => `${first}-${last} ${source}`);

describe('pieces of a file', () => {
  it('lie in order, whenever they came', () => {
    expect(written(pieces([10n, 19n, 'b'], [0n, 9n, 'a'], [20n, 29n, 'c']))).toEqual(['0-9 a', '10-19 b', '20-29 c']);
  });

  it('belong to the last who claimed them', () => {
    expect(written(pieces([0n, 9n, 'a'], [10n, 19n, 'b'], [5n, 14n, 'c']))).toEqual(['0-4 a', '5-14 c', '15-19 b']);
    expect(written(pieces([0n, 9n, 'a'], [3n, 5n, 'b']))).toEqual(['0-2 a', '3-5 b', '6-9 a']);
    expect(written(pieces([2n, 3n, 'a'], [5n, 6n, 'b'], [0n, 9n, 'c']))).toEqual(['0-9 c']);
  });

  it('are not changed by a range whose end lies before its beginning', () => {
    expect(written(pieces([0n, 9n, 'a'], [5n, 4n, 'b']))).toEqual(['0-9 a']);
  });

  it('are claimed only where nobody has them, if so asked', () => {
    const made = pieces([2n, 3n, 'a'], [6n, 7n, 'b']);
    made.claimFree({ first: 0n, last: 9n }, 'c');
    expect(written(made)).toEqual(['0-1 c', '2-3 a', '4-5 c', '6-7 b', '8-9 c']);
  });

  it('end where they are cut', () => {
    const made = pieces([0n, 9n, 'a'], [10n, 19n, 'b'], [30n, 39n, 'c']);
    made.cutAt(15n);
    expect(written(made)).toEqual(['0-9 a', '10-14 b']);
    made.cutAt(10n);
    expect(written(made)).toEqual(['0-9 a']);
    made.cutAt(50n);
    expect(written(made)).toEqual(['0-9 a']);
    made.cutAt(0n);
    expect(written(made)).toEqual([]);
  });

  it('give what of a range is taken, and what is free', () => {
    const made = pieces([2n, 5n, 'a'], [8n, 9n, 'b']);
    expect([...made.within({ first: 4n, last: 8n })]).toEqual([
      { first: 4n, last: 5n, source: 'a' },
      { first: 8n, last: 8n, source: 'b' },
    ]);
    expect(made.free({ first: 0n, last: 11n })).toEqual([
      { first: 0n, last: 1n },
      { first: 6n, last: 7n },
      { first: 10n, last: 11n },
    ]);
    expect(made.free({ first: 2n, last: 5n })).toEqual([]);
  });

  it('are, byte by byte, as if each byte was written down', () => {
    const claim = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 20 }), (claims) => {
        const bytes: (string | undefined)[] = Array(40).fill(undefined);
        const made = new Pieces<string>();
        for (const [first, last, source] of claims) {
          made.claim({ first: BigInt(first), last: BigInt(last) }, source);
          if (last >= first) bytes.fill(source, first, last + 1);
        }
        const read: (string | undefined)[] = Array(40).fill(undefined);
        for (const piece of made.all) read.fill(piece.source, Number(piece.first), Number(piece.last) + 1);
        expect(read).toEqual(bytes);
      }),
    );
  });
});
