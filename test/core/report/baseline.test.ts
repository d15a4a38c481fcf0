import { describe, expect, it } from 'vitest';
import { baselineText, readBaseline } from '../../../proxy/core/report/baseline.ts';
import { checkReport, findingRecord } from '../../kit/report.ts';

const REPORT = checkReport({
  findings: [
    findingRecord({ fingerprint: 'b', message: 'The first b.' }),
    findingRecord({ fingerprint: 'a', severity: 'note', message: 'An a.' }),
    findingRecord({ fingerprint: 'b', message: 'The second b.' }),
  ],
});

describe('a baseline', () => {
  it('is a sorted line for each fingerprint, with an example', () => {
    expect([...baselineText(REPORT)].join('')).toBe(
      [
        '{"version":1,"findings":[',
        '{"fingerprint":"a","severity":"note","example":"An a."},',
        '{"fingerprint":"b","severity":"error","example":"The first b."}',
        ']}',
        '',
      ].join('\n'),
    );
  });

  it('is read back', () => {
    expect(readBaseline([...baselineText(REPORT)].join(''))).toEqual({ known: new Set(['a', 'b']) });
  });

  it('may be empty', () => {
    expect(readBaseline([...baselineText(checkReport())].join(''))).toEqual({ known: new Set() });
  });

  it.each([
    ['no JSON', '{"version":1', 'it is no baseline'],
    ['other JSON', '[1,2]', 'it is no baseline'],
    ['null', 'null', 'it is no baseline'],
    ['a report', '{"version":1,"findings":[{"rule":"fragment-gap"}]}', 'one of its findings has no fingerprint'],
    ['a later version', '{"version":2,"findings":[]}', 'it has version 2, and this is for version 1'],
  ])('is not %s', (_name, text, problem) => {
    expect(readBaseline(text)).toEqual({ problem });
  });
});
