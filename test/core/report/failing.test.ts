import { describe, expect, it } from 'vitest';
import { failing, isGrave } from '../../../proxy/core/report/failing.ts';
import { checkReport, findingRecord } from '../../kit/report.ts';

const FINDINGS = [
  findingRecord({ severity: 'error' }),
  findingRecord({ severity: 'error', known: true }),
  findingRecord({ severity: 'warning' }),
  findingRecord({ severity: 'note' }),
  findingRecord({ severity: 'note' }),
];

describe('how many findings make a check fail', () => {
  it.each([
    ['error', 1],
    ['warning', 2],
    ['note', 4],
    ['never', 0],
  ] as const)('from %s on', (failOn, expected) => {
    const report = checkReport({ findings: FINDINGS });
    expect(failing({ ...report, settings: { ...report.settings, failOn } })).toBe(expected);
  });

  it('is none where all are known', () => {
    expect(failing(checkReport({ findings: [findingRecord({ known: true })] }))).toBe(0);
  });
});

it('a severity is as grave as one that it is above', () => {
  expect(isGrave('warning', 'warning')).toBe(true);
  expect(isGrave('error', 'warning')).toBe(true);
  expect(isGrave('note', 'warning')).toBe(false);
  expect(isGrave('error', 'never')).toBe(false);
});
