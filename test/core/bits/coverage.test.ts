import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  addSent,
  bytesSentAgain,
  type Coverage,
  EMPTY_COVERAGE,
  MAX_RANGES,
  missing,
  segments,
} from '../../../proxy/core/bits/coverage.ts';

const range = (first: number, last: number) => ({ first: BigInt(first), last: BigInt(last) });
const sent = (...ranges: [number, number][]) =>
  ranges.reduce((coverage, [first, last]) => addSent(coverage, range(first, last)), EMPTY_COVERAGE);

describe('addSent', () => {
  it('keeps one range for an upload in order, however many fragments it has', () => {
    let coverage = EMPTY_COVERAGE;
    for (let first = 0; first < 50_000; first += 5) coverage = addSent(coverage, range(first, first + 4));
    expect(coverage).toEqual({ sent: [range(0, 49_999)], sentAgain: [], acknowledged: 0n, approximate: false });
  });

  it('keeps the bytes that were sent again', () => {
    expect(sent([0, 5], [4, 10])).toMatchObject({ sent: [range(0, 10)], sentAgain: [range(4, 5)] });
    expect(sent([0, 5], [10, 15], [0, 20])).toMatchObject({ sent: [range(0, 20)], sentAgain: [range(0, 5), range(10, 15)] });
  });

  it('counts a byte that was sent three times once', () => {
    expect(bytesSentAgain(sent([0, 5], [0, 5], [0, 5]))).toBe(6n);
  });

  it('ignores a range that is empty or inverted', () => {
    expect(sent([10, 9])).toBe(EMPTY_COVERAGE);
    expect(sent([10, 2])).toBe(EMPTY_COVERAGE);
  });

  it('takes nothing but the ends from a Content-Range', () => {
    const contentRange = { first: 0n, last: 5n, total: 11n };
    expect(addSent(EMPTY_COVERAGE, contentRange).sent).toEqual([range(0, 5)]);
  });

  it('joins what lies closest beyond the limit, and says that it is approximate', () => {
    const two = addSent(addSent(EMPTY_COVERAGE, range(0, 9), 2), range(20, 29), 2);
    expect(two.approximate).toBe(false);
    expect(addSent(two, range(35, 39), 2)).toMatchObject({ sent: [range(0, 9), range(20, 39)], approximate: true });
  });

  it('stays within its limit unless told otherwise', () => {
    let coverage = EMPTY_COVERAGE;
    for (let index = 0; index <= MAX_RANGES; index++) coverage = addSent(coverage, range(index * 2, index * 2));
    expect(coverage.sent).toHaveLength(MAX_RANGES);
    expect(coverage.approximate).toBe(true);
  });
});

it('believes the server, also when it goes back', () => {
  const there = acknowledge(sent([0, 10]), 11n);
  expect(there.acknowledged).toBe(11n);
  expect(acknowledge(there, 6n)).toMatchObject({ acknowledged: 6n, sent: [range(0, 10)] });
  expect(acknowledge(there, 11n)).toBe(there);
});

describe('segments', () => {
  it('are one missing stretch before anything was sent, and none of an empty file', () => {
    expect(segments(EMPTY_COVERAGE, 11n)).toEqual([{ ...range(0, 10), kind: 'missing' }]);
    expect(segments(sent([0, 5]), 0n)).toEqual([]);
  });

  it('show a resumed upload: acknowledged, sent again, sent, missing', () => {
    expect(segments(acknowledge(sent([0, 59], [40, 79]), 60n), 100n)).toEqual([
      { ...range(0, 39), kind: 'acknowledged' },
      { ...range(40, 59), kind: 'again' },
      { ...range(60, 79), kind: 'sent' },
      { ...range(80, 99), kind: 'missing' },
    ]);
  });

  it('believe a server that has bytes which were never seen', () => {
    expect(segments(acknowledge(sent([50, 59]), 60n), 60n)).toEqual([{ ...range(0, 59), kind: 'acknowledged' }]);
  });

  it('end with the file, whatever was sent or acknowledged beyond it', () => {
    expect(segments(acknowledge(sent([0, 99]), 200n), 10n)).toEqual([{ ...range(0, 9), kind: 'acknowledged' }]);
  });
});

/** What coverage has to say, told from a count for every single byte. */
class NaiveFile {
  readonly #sent: number[] = Array(SIZE).fill(0);
  #acknowledged = 0;

  send(first: number, last: number) {
    for (let offset = first; offset <= last; offset++) this.#sent[offset] = (this.#sent[offset] ?? 0) + 1;
  }

  acknowledge(next: number) {
    this.#acknowledged = next;
  }

  get missing() {
    return this.#sent.flatMap((times, offset) => (times === 0 ? [offset] : []));
  }

  get again() {
    return this.#sent.filter((times) => times > 1).length;
  }

  get kinds() {
    return this.#sent.map((times, offset) => {
      if (times === 0) return offset < this.#acknowledged ? 'acknowledged' : 'missing';
      if (times > 1) return 'again';
      return offset < this.#acknowledged ? 'acknowledged' : 'sent';
    });
  }
}

const SIZE = 48;
const offset = fc.nat(SIZE - 1);
const step = fc.oneof(
  fc.record({ type: fc.constant('send' as const), first: offset, last: offset }),
  fc.record({ type: fc.constant('acknowledge' as const), next: fc.nat(SIZE) }),
);

function offsets(ranges: readonly { first: bigint; last: bigint }[]): number[] {
  return ranges.flatMap(({ first, last }) => Array.from({ length: Number(last - first) + 1 }, (_, index) => Number(first) + index));
}

function isSortedAndApart(ranges: Coverage['sent']): boolean {
  return ranges.every(({ first, last }, index) => first <= last && (index === 0 || (ranges[index - 1]?.last ?? first) + 1n < first));
}

describe('any upload', () => {
  it('has the same coverage as counting every byte', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const file = new NaiveFile();
        let coverage = EMPTY_COVERAGE;
        for (const one of steps) {
          if (one.type === 'send') file.send(one.first, one.last);
          else file.acknowledge(one.next);
          coverage = one.type === 'send' ? addSent(coverage, range(one.first, one.last)) : acknowledge(coverage, BigInt(one.next));
        }
        const bar = segments(coverage, BigInt(SIZE));
        expect(offsets(missing(coverage, BigInt(SIZE)))).toEqual(file.missing);
        expect(Number(bytesSentAgain(coverage))).toBe(file.again);
        expect(bar.flatMap((segment) => offsets([segment]).map(() => segment.kind))).toEqual(file.kinds);
        expect(offsets(bar)).toEqual(Array.from({ length: SIZE }, (_, index) => index));
        expect([coverage.sent, coverage.sentAgain].every(isSortedAndApart)).toBe(true);
        expect(coverage.approximate).toBe(false);
      }),
    );
  });

  it('loses holes but never a byte when it has more ranges than the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(offset, offset), { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (ranges, limit) => {
        const bounded = ranges.reduce((coverage, [first, last]) => addSent(coverage, range(first, last), limit), EMPTY_COVERAGE);
        const exact = sent(...ranges);
        const stillMissing = new Set(offsets(missing(exact, BigInt(SIZE))));
        expect(Math.max(bounded.sent.length, bounded.sentAgain.length)).toBeLessThanOrEqual(limit);
        expect([bounded.sent, bounded.sentAgain].every(isSortedAndApart)).toBe(true);
        expect(offsets(missing(bounded, BigInt(SIZE))).every((hole) => stillMissing.has(hole))).toBe(true);
        expect(bytesSentAgain(bounded)).toBeGreaterThanOrEqual(bytesSentAgain(exact));
        if (!bounded.approximate) expect(bounded).toEqual(exact);
      }),
    );
  });
});
