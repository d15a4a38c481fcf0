import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../proxy/core/rules/rule.ts';
import { reportFindings, reportRows } from '../../../ui/views/report-rows.ts';
import { recorded } from '../../kit/recorded.ts';
import { Talk } from '../../kit/talk.ts';

function rowsOf(fragments: number) {
  const talk = new Talk().begin();
  for (let at = 0; at < fragments; at += 1) talk.stored(`${at}-${at}/${fragments}`);
  return [...recorded(talk.close().answer(200).events).timeline.rows.values()];
}

describe('the packets of a printed report', () => {
  it('are in one line with their answers', () => {
    expect(reportRows(rowsOf(1), 1)).toMatchObject([
      { kind: 'packet', number: 1, delta: '', request: { type: 'Create-Session' }, answer: { status: '200' } },
      {
        kind: 'packet',
        number: 2,
        delta: '+0.020',
        request: { type: 'Fragment', offset: '0 – 0' },
        answer: { status: '200', offset: '→ 1' },
      },
      { kind: 'packet', number: 3, request: { type: 'Close-Session' }, answer: { status: '200' } },
    ]);
  });

  it('are the first and the last hundred where there are too many, and it is said how many are left out', () => {
    const printed = reportRows(rowsOf(998), 1);
    expect(printed).toHaveLength(201);
    expect(printed[100]).toMatchObject({ kind: 'left-out', count: 800 });
    expect(printed[101]).toMatchObject({ kind: 'packet', number: 901 });
    expect(printed.at(-1)).toMatchObject({ number: 1_000 });
  });

  it('are those with an error too, wherever they are', () => {
    const rows = rowsOf(998).map((row, index) => (index === 500 ? { ...row, findings: [finding] } : row));
    expect(reportRows(rows, 1).slice(100, 103)).toMatchObject([
      { kind: 'left-out', count: 400 },
      { kind: 'packet', number: 501, rules: ['fragment-gap'] },
      { kind: 'left-out', count: 399 },
    ]);
  });

  it('go on with the numbers that the session has', () => {
    expect(reportRows(rowsOf(1), 41)[0]).toMatchObject({ number: 41 });
  });
});

const finding: Finding = {
  ...({ id: 'f1', rule: 'fragment-gap', severity: 'error', confidence: 'certain', blames: 'client' } as const),
  ...{ exchange: 'x1', at: 0, message: 'a', evidence: {} },
};

describe('the findings of a printed report', () => {
  it('are explained once for each rule, the gravest first, with the packets', () => {
    const rows = rowsOf(2).map((row, index) => ({
      ...row,
      findings: index === 0 ? [{ ...finding, rule: 'host-missing', severity: 'note' as const }] : [finding],
    }));
    expect(reportFindings(rows, 1)).toMatchObject([
      { finding: { rule: 'fragment-gap' }, count: 3, packets: [2, 3, 4] },
      { finding: { rule: 'host-missing' }, count: 1, packets: [1] },
    ]);
  });
});
