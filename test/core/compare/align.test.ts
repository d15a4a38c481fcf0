import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlignOptions, align } from '../../../proxy/core/compare/align.ts';
import type { PacketRole } from '../../../proxy/core/compare/packet-role.ts';

/** `create`, `0-99`, and `=416` behind it for the status, which is else 200. */
function role(text: string): PacketRole {
  const [what = '', status = '200'] = text.split('=');
  const range = /^(\d+)-(\d+)$/.exec(what);
  if (!range) return { role: what, status: Number(status) };
  return { role: 'fragment', range: { first: BigInt(range[1] ?? ''), last: BigInt(range[2] ?? '') }, status: Number(status) };
}

function aligned(a: readonly string[], b: readonly string[], options?: AlignOptions): string[] {
  return align(a.map(role), b.map(role), options).map(
    (pair) => `${pair.a === undefined ? '·' : a[pair.a]} ${pair.b === undefined ? '·' : b[pair.b]}`,
  );
}

const fragments = (size: number, total: number) =>
  Array.from({ length: Math.ceil(total / size) }, (_, index) => `${index * size}-${Math.min(total, (index + 1) * size) - 1}`);

describe('align', () => {
  it('puts the same beside the same', () => {
    expect(aligned(['ping', 'create', '0-99', 'close'], ['ping', 'create', '0-99', 'close'])).toEqual([
      ...['ping ping', 'create create', '0-99 0-99', 'close close'],
    ]);
  });

  it('shows what only one side has, in its place', () => {
    expect(aligned(['create', '0-99', 'close'], ['ping', 'create', '0-99', 'ping', 'close'])).toEqual([
      ...['· ping', 'create create', '0-99 0-99', '· ping', 'close close'],
    ]);
  });

  it('aligns by byte range, not by number', () => {
    expect(aligned(['0-99', '100-199', '200-299'], ['100-199', '200-299'])).toEqual(['0-99 ·', '100-199 100-199', '200-299 200-299']);
  });

  it('aligns other cuts with what has most of their bytes', () => {
    expect(aligned(['0-99', '100-199', '200-299', '300-399'], ['0-199', '200-399'])).toEqual([
      ...['0-99 0-199', '100-199 ·', '200-299 200-399', '300-399 ·'],
    ]);
  });

  it('never puts a packet beside one of another role, or bytes beside others', () => {
    expect(aligned(['ping', '0-99'], ['close', '100-199'])).toEqual(['ping ·', '0-99 ·', '· close', '· 100-199']);
  });

  it('puts an answer beside the same answer where a packet was repeated', () => {
    expect(aligned(['create=401', 'create=200'], ['create=200'])).toEqual(['create=401 ·', 'create=200 create=200']);
    expect(aligned(['0-99=416', '0-99=200', 'close'], ['0-99=200', 'close'])).toEqual(['0-99=416 ·', '0-99=200 0-99=200', 'close close']);
  });

  it('is done with nothing on one side', () => {
    expect(aligned([], ['ping'])).toEqual(['· ping']);
    expect(aligned([], [])).toEqual([]);
  });

  it('finds the same where there is too much to weigh', () => {
    const a = fragments(10, 3_000);
    const b = ['create', ...a.slice(0, 100), ...a.slice(103), 'close'];
    expect(aligned(['create', ...a, 'close'], b, { maxPairs: 50 })).toEqual(aligned(['create', ...a, 'close'], b));
  });

  it('walks along other cuts where there is too much to weigh', () => {
    const pairs = aligned(fragments(10, 3_000), fragments(30, 3_000), { maxPairs: 50 });
    expect(pairs.slice(0, 3)).toEqual(['0-9 0-29', '10-19 ·', '20-29 ·']);
    expect(pairs.filter((pair) => !pair.includes('·'))).toHaveLength(100);
  });

  it('has everything of both sides once and in order, however it is done', () => {
    const packets = fc.array(fc.constantFrom('ping', 'create', 'close', '0-9', '5-14', '10-19', '0-9=416', '20-29'), { maxLength: 12 });
    fc.assert(
      fc.property(packets, packets, fc.constantFrom(1, 5, 1_000), (a, b, maxPairs) => {
        const pairs = align(a.map(role), b.map(role), { maxPairs });
        expect(pairs.flatMap((pair) => pair.a ?? [])).toEqual([...a.keys()]);
        expect(pairs.flatMap((pair) => pair.b ?? [])).toEqual([...b.keys()]);
      }),
    );
  });
});
