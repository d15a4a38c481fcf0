import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeldBytes, Reassembly } from '../../../proxy/core/capture/reassembly.ts';

const LIMIT = { max: 1_000_000, maxOfOne: 1_000_000 };

/** A direction that begins at 100, and what it has told so far. */
function direction(limit: Partial<HeldBytes> = {}) {
  const held: HeldBytes = { used: 0, ...LIMIT, ...limit };
  const told: string[] = [];
  const stream = new Reassembly(
    {
      data: (bytes, frame) => told.push(`${Buffer.from(bytes).toString('latin1')} (${frame})`),
      gap: (bytes) => told.push(`lost ${bytes}`),
      end: () => told.push('end'),
    },
    held,
  );
  stream.begin(100);
  const take = (seq: number, text: string, frame = 1, length = text.length) =>
    stream.take(seq, Buffer.from(text, 'latin1'), length, frame, 1_000 * frame);
  return { stream, told, held, take };
}

describe('a hole', () => {
  it('waits for what fills it, and each piece keeps its frame', () => {
    const { told, take, held } = direction();
    take(106, 'ghi', 1);
    take(103, 'def', 2);
    expect(told).toEqual([]);
    expect(held.used).toBeGreaterThan(6);
    take(100, 'abc', 3);
    expect(told).toEqual(['abc (3)', 'def (2)', 'ghi (1)']);
    expect(held.used).toBe(0);
  });

  it('is lost once it is acknowledged and three later pieces are there', () => {
    const { stream, told, take } = direction();
    stream.acknowledge(112);
    take(103, 'def');
    take(106, 'ghi');
    expect(told).toEqual([]);
    take(109, 'jkl');
    expect(told).toEqual(['lost 3', 'def (1)', 'ghi (1)', 'jkl (1)']);
  });

  it('is lost once it is acknowledged behind three later pieces', () => {
    const { stream, told, take } = direction();
    for (const seq of [103, 106, 109]) take(seq, 'abc');
    stream.acknowledge(100);
    expect(told).toEqual([]);
    stream.acknowledge(112);
    expect(told).toHaveLength(4);
  });

  it('is lost as far as it is given up', () => {
    const { stream, told, take } = direction();
    take(105, 'f');
    take(109, 'j');
    stream.giveUp(107);
    expect(told).toEqual(['lost 5', 'f (1)', 'lost 1']);
    stream.flush();
    expect(told).toEqual(['lost 5', 'f (1)', 'lost 1', 'lost 2', 'j (1)']);
  });

  it('is lost when too much waits behind it', () => {
    const { stream, told, take, held } = direction({ maxOfOne: 2000 });
    for (const seq of [103, 106, 109]) take(seq, 'abc');
    expect(told).toEqual([]);
    take(115, 'abc');
    expect(told).toEqual(['lost 3', 'abc (1)', 'abc (1)', 'abc (1)']);
    expect(stream.overflowed).toBe(true);
    expect(held.used).toBeLessThan(2000);
  });

  it('is lost when too much waits in all', () => {
    const { told, take, held } = direction({ used: 999_800, max: 1_000_000 });
    take(103, 'def');
    expect(told).toEqual(['lost 3', 'def (1)']);
    expect(held.used).toBe(999_800);
  });
});

describe('a piece', () => {
  it('that was cut off is followed by what is missing of it', () => {
    const { told, take } = direction();
    take(110, 'k', 2, 5);
    take(100, 'ab', 1, 10);
    expect(told).toEqual(['ab (1)', 'lost 8', 'k (2)', 'lost 4']);
  });

  it('that was cut off and came before in part is followed by less', () => {
    const { told, take } = direction();
    take(100, 'abcd');
    take(100, 'ab', 2, 10);
    expect(told).toEqual(['abcd (1)', 'lost 6']);
  });

  it('takes no memory twice', () => {
    const { take, held } = direction();
    take(103, 'def');
    const { used } = held;
    take(103, 'def');
    take(104, 'ef');
    expect(held.used).toBe(used);
  });

  it('behind a FIN is dropped', () => {
    const { stream, told, take, held } = direction();
    take(110, 'late');
    stream.finish(103);
    stream.flush();
    take(103, 'later');
    expect(told).toEqual(['lost 3', 'end']);
    expect(held.used).toBe(0);
  });

  it('from nowhere is no hole of a gigabyte', () => {
    const { stream, told, take } = direction();
    take(100 + 2 ** 30, 'x');
    take(100 + 2 ** 31, 'x');
    stream.flush();
    expect(told).toEqual([]);
  });
});

it('tells what was sent, whatever comes twice, early or in other pieces', () => {
  const text = Array.from({ length: 60 }, (_, index) => String.fromCharCode(65 + index)).join('');
  const piece = fc.tuple(fc.nat(59), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 0, max: 0xffff_ffff }), (pieces, isn) => {
      const held: HeldBytes = { used: 0, ...LIMIT };
      let told = '';
      const target = {
        data: (bytes: Uint8Array) => (told += Buffer.from(bytes).toString('latin1')),
        gap: () => (told += '!'),
        end: () => {},
      };
      const stream = new Reassembly({ ...target, data: (bytes) => void target.data(bytes), gap: () => void target.gap() }, held);
      stream.begin(isn);
      for (const [from, length] of [...pieces, [0, 60] as const]) {
        const bytes = Buffer.from(text.slice(from, from + length), 'latin1');
        stream.take((isn + from) >>> 0, bytes, bytes.length, 1, 0);
      }
      expect(told).toBe(text);
      expect(held.used).toBe(0);
    }),
  );
});
