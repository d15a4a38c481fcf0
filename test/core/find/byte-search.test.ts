import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteHit, ByteSearch, type ByteSearchOptions } from '../../../proxy/core/find/byte-search.ts';
import { type Needle, type NeedleOptions, readNeedle } from '../../../proxy/core/find/needle.ts';

function needle(text: string, options?: NeedleOptions): Needle {
  const result = readNeedle(text, options);
  if (!result.ok) throw new Error(result.error.message);
  return result.needle;
}

function find(wanted: Needle, pieces: readonly Uint8Array[], options?: ByteSearchOptions): ByteHit[] {
  const search = new ByteSearch(wanted, options);
  search.begin();
  return [...pieces.flatMap((piece) => [...search.feed(piece)]), ...search.end()];
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const placesOf = (hits: readonly ByteHit[]) => hits.map(({ at }) => at);

/** Of bytes at a place, whether a step of a pattern stands there: read from what the needle says, byte by byte. */
function endsAt({ patterns }: Needle, bytes: Uint8Array, from: number, end: number): number | undefined {
  const lengths = patterns.flatMap(({ length, steps }) => {
    let at = end - length;
    if (at < from) return [];
    for (const alternatives of steps) {
      const rest = at;
      if (!alternatives.some((one) => one.every((byte, index) => bytes[rest + index] === byte))) return [];
      at += alternatives[0]?.length ?? 0;
    }
    return [length];
  });
  return lengths.length > 0 ? Math.max(...lengths) : undefined;
}

/** As it would be found by hand: every end is tried, and what was found is not part of the next. */
function byHand(wanted: Needle, bytes: Uint8Array): number[] {
  const places: number[] = [];
  let from = 0;
  for (let end = 1; end <= bytes.length; end += 1) {
    const length = endsAt(wanted, bytes, from, end);
    if (length === undefined) continue;
    places.push(end - length);
    from = end;
  }
  return places;
}

/** Bytes of few kinds, so that much is found and nearly found. */
const someBytes = fc.array(fc.constantFrom(0x61, 0x41, 0x62, 0x00), { maxLength: 80 }).map((bytes) => Uint8Array.from(bytes));
const someNeedle = fc
  .tuple(fc.array(fc.constantFrom('a', 'A', 'b', '\0'), { minLength: 1, maxLength: 5 }), fc.constantFrom('any' as const, 'exact' as const))
  .map(([text, letterCase]) => needle(text.join(''), { letterCase }));

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const length = lengths[index % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

describe('a search through bytes', () => {
  it('finds what can be found by hand, with a table of any size', () => {
    fc.assert(
      fc.property(someNeedle, someBytes, fc.integer({ min: 2, max: 8 }), (wanted, bytes, maxStates) => {
        expect(placesOf(find(wanted, [bytes], { maxStates }))).toEqual(byHand(wanted, bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('finds the same with the same around it, however the bytes are cut', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(someNeedle, someBytes, lengths, fc.integer({ min: 0, max: 12 }), (wanted, bytes, cuts, context) => {
        expect(find(wanted, cut(bytes, cuts), { context })).toEqual(find(wanted, [bytes], { context }));
      }),
      { numRuns: 500 },
    );
  });

  it('finds text in either case and in both encodings, and tells which', () => {
    const bytes = Buffer.concat([latin1('..Report.BIN..'), Buffer.from('rEPORT.bin', 'utf16le')]);
    expect(find(needle('report.bin'), [bytes]).map(({ at, length, encoding }) => ({ at, length, encoding }))).toEqual([
      { at: 2, length: 10, encoding: 'utf-8' },
      { at: 14, length: 20, encoding: 'utf-16le' },
    ]);
    expect(find(needle('report.bin', { letterCase: 'exact' }), [bytes])).toEqual([]);
  });

  it('does not take one letter for another that shares a byte with its other case', () => {
    // ÿ is c3 bf, its capital Ÿ c5 b8; ø is c3 b8.
    expect(placesOf(find(needle('ÿ'), [Buffer.from('ø ÿ Ÿ')]))).toEqual([3, 6]);
  });

  it('shows what is before and behind a hit, across pieces', () => {
    const pieces = ['one tw', 'o th', 'ree fo', 'ur'].map(latin1);
    expect(find(needle('three'), pieces, { context: 5 })).toEqual([
      { at: 8, length: 5, encoding: 'utf-8', before: ' two ', hit: 'three', after: ' four' },
    ]);
    expect(find(needle('one'), pieces, { context: 5 })[0]).toMatchObject({ before: '', after: ' two ' });
    expect(find(needle('ur'), pieces, { context: 5 })[0]).toMatchObject({ before: 'ee fo', after: '' });
  });

  it('finds what overlaps once', () => {
    expect(placesOf(find(needle('aa'), [latin1('aaaaa')]))).toEqual([0, 2]);
  });

  it('finds nothing across bytes that are missing, and counts them', () => {
    const search = new ByteSearch(needle('ab'));
    search.begin();
    expect([...search.feed(latin1('ab.a'))]).toEqual([]);
    expect(search.miss(10)).toEqual([expect.objectContaining({ at: 0, after: '.a' })]);
    expect([...search.feed(latin1('b.ab'))]).toEqual([]);
    expect(search.end()).toEqual([expect.objectContaining({ at: 16, before: 'b.' })]);
  });

  it('begins anew for other bytes', () => {
    const search = new ByteSearch(needle('ab'));
    search.begin();
    for (const hit of search.feed(latin1('xxa'))) throw new Error(`nothing is at ${hit.at}`);
    search.begin();
    expect([...search.feed(latin1('bab')), ...search.end()]).toEqual([expect.objectContaining({ at: 1, before: 'b' })]);
  });
});
