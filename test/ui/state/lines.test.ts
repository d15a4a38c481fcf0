import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineRow } from '../../../proxy/core/timeline.ts';
import { findingsOf, type Line, LineFold, linesOf, type PacketLine } from '../../../ui/state/lines.ts';
import { finding, request, response, row } from '../kit.ts';

describe('the lines of a session', () => {
  it('are a request and its answer, in order of time, under one number', () => {
    const lines = linesOf(
      [row('x1', { request: request(1), response: response(2) }), row('x2', { request: request(3), response: response(4) })],
      7,
    );
    expect(lines.map(({ key }) => key)).toEqual(['x1-request', 'x1-answer', 'x2-request', 'x2-answer']);
    expect(lines.map((line) => 'number' in line && line.number)).toEqual([7, 7, 8, 8]);
  });

  it('put an answer after requests that were sent before it came', () => {
    const lines = linesOf(
      [row('x1', { request: request(1), response: response(9) }), row('x2', { request: request(3), response: response(10) })],
      1,
    );
    expect(lines.map(({ key }) => key)).toEqual(['x1-request', 'x2-request', 'x1-answer', 'x2-answer']);
  });

  it('have no answer while there is none', () => {
    expect(linesOf([row('x1', { request: request(1), outcome: 'waiting' })], 1).map(({ key }) => key)).toEqual(['x1-request']);
  });

  it('say where the client came back on a new connection, and after how long', () => {
    const lines = linesOf(
      [row('x1', { request: request(1_000), response: response(1_100) }), row('x2', { connection: 'c2', request: request(3_500) })],
      1,
    );
    expect(lines[2]).toEqual({ kind: 'connection', key: 'c2', at: 3_500, connection: 'c2', silenceMs: 2_400 });
  });

  it('are one line for an answer that nobody asked for', () => {
    expect(linesOf([row('x1', { response: response(5), outcome: 'unsolicited' })], 1).map(({ key }) => key)).toEqual(['x1-answer']);
  });

  it('keep bytes that are no request where they were seen', () => {
    const unreadable = { from: 'client', reason: 'no request line', offset: 0 } as const;
    const lines = linesOf([row('x1', { request: request(100) }), row('x2', { outcome: 'malformed', unreadable })], 1);
    expect(lines.map(({ key, at }) => [key, at])).toEqual([
      ['x1-request', 100],
      ['x2-request', 100],
    ]);
  });

  it('have the time of the first request where bytes came before it that are none', () => {
    const unreadable = { from: 'client', reason: 'no request line', offset: 0 } as const;
    const lines = linesOf([row('x1', { outcome: 'malformed', unreadable }), row('x2', { request: request(100) })], 1);
    expect(lines.map(({ at }) => at)).toEqual([100, 100]);
  });

  it('are the very same for a row that did not change', () => {
    const still = row('x1', { request: request(1) });
    const [before] = linesOf([still], 1);
    const [after] = linesOf([still, row('x2', { request: request(2) })], 1);
    expect(after).toBe(before);
  });
});

describe('what was found', () => {
  const early = finding('f1', { at: 3 });
  const late = finding('f2', { at: 9 });
  const linesWith = (change: Parameters<typeof row>[1]) =>
    linesOf([row('x1', change, { findings: [early, late] })], 1).filter((line): line is PacketLine => line.kind !== 'connection');

  it('stands at the line with which it arose', () => {
    const [sent, answered] = linesWith({ request: request(1), response: response(9) });
    expect([sent && findingsOf(sent), answered && findingsOf(answered)]).toEqual([[early], [late]]);
  });

  it('stands at the request while there is no answer, and at the answer where there is no request', () => {
    expect(linesWith({ request: request(1) }).map(findingsOf)).toEqual([[early, late]]);
    expect(linesWith({ response: response(5) }).map(findingsOf)).toEqual([[early, late]]);
  });
});

/** What may become of rows: one more, an answer to one of the last, the first let go. */
type Change = { readonly kind: 'begin' | 'answer' | 'drop'; readonly on: number; readonly after: number };

const change = fc.record<Change>({
  kind: fc.constantFrom('begin', 'begin', 'answer', 'answer', 'drop'),
  on: fc.integer({ min: 0, max: 2 }),
  after: fc.integer({ min: 0, max: 30 }),
});

interface Kept {
  readonly rows: readonly TimelineRow[];
  readonly dropped: number;
}

function changed({ rows, dropped }: Kept, { kind, on, after }: Change, now: number): Kept {
  if (kind === 'drop') {
    const kept = rows.slice(rows.length > 4 ? 1 + on : 0);
    return { rows: kept, dropped: dropped + rows.length - kept.length };
  }
  if (kind === 'begin') {
    const count = dropped + rows.length;
    const begun = after === 0 ? {} : { request: request(now) };
    return {
      rows: [...rows, row(`x${count}`, { connection: `c${Math.floor(count / 4) + (after % 2)}`, outcome: 'waiting', ...begun })],
      dropped,
    };
  }
  const index = rows.length - 1 - on;
  const answered = (one: TimelineRow) => ({ ...one, exchange: { ...one.exchange, response: response(now + after) } });
  return { rows: rows.map((one, at) => (at === index ? answered(one) : one)), dropped };
}

describe('the lines of rows that grow', () => {
  it('are those that would be made anew, whatever came', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const fold = new LineFold();
        let kept: Kept = { rows: [], dropped: 0 };
        for (const [count, one] of changes.entries()) {
          kept = changed(kept, one, count * 10);
          // Several changes come together.
          if (count % 3 > 0) continue;
          const { rows, dropped } = kept;
          const told = (lines: readonly Line[]) => lines.map(({ key, at }) => `${key} ${at}`);
          expect(told(fold.take(rows, dropped + 1))).toEqual(told(linesOf(rows, dropped + 1)));
        }
      }),
      { numRuns: 400 },
    );
  });
});
