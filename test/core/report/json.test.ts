import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../proxy/core/report/check-report.ts';
import { jsonReport } from '../../../proxy/core/report/json.ts';
import { checkReport, fileRecord, findingRecord, sessionRecord } from '../../kit/report.ts';

const written = (report: CheckReport) => [...jsonReport(report)].join('');

describe('a report as JSON', () => {
  it('has the form that the README documents', () => {
    const { summary } = checkReport();
    expect(JSON.parse(written(checkReport({ findings: [findingRecord()] })))).toEqual({
      version: 1,
      tool: 'bitstap 1.2.3',
      settings: { failOn: 'error', profile: 'standard', rules: {} },
      files: [{ file: 'a.pcapng', complete: true, sessions: 1, problems: [] }],
      sessions: [
        {
          ...{ file: 'a.pcapng', session: 's1', id: '{3B1F7C52}', client: '192.0.2.10', server: '192.0.2.1:80' },
          ...{
            url: 'http://bits.example.test/inbox/report.bin',
            state: 'COMPLETE',
            outcome: 'incomplete',
            stoppedBy: 'client',
            verdict: 'The upload is lost.',
          },
          ...{ total: '300', acknowledged: '100', packets: 3, fragments: 1, startedAt: 1000, endedAt: 3500, seenFromStart: true },
          ...{ findings: { error: 0, warning: 0, note: 0 }, unlisted: {}, evicted: false },
        },
      ],
      findings: [
        {
          ...{ rule: 'premature-close-session', severity: 'error', confidence: 'certain', blames: 'client', file: 'a.pcapng' },
          ...{ session: 's1', exchange: 'x3', at: 3000, message: 'Closed too early.', evidence: { missing: '200' } },
          packet: { number: 3, type: 'close-session', connection: 'c1', frame: 9, offset: '550', status: 200 },
          ...{ fingerprint: 'premature-close-session client close-session bits.example.test/inbox/report.bin', known: false },
        },
      ],
      summary: { ...summary, error: 1 },
    });
  });

  it('keeps all 64 bits of an offset', () => {
    const range = { first: 18_446_744_073_709_551_614n, last: 18_446_744_073_709_551_615n, total: 0n };
    const { findings } = JSON.parse(written(checkReport({ findings: [findingRecord({ packet: { ...findingRecord().packet, range } })] })));
    expect(findings[0].packet.range).toEqual({ first: '18446744073709551614', last: '18446744073709551615', total: '0' });
  });

  it('has what a capture holds', () => {
    const skipped = { 'not-ip': 0, 'not-tcp': 0, 'ip-fragment': 0, malformed: 0, 'link-type': 0 };
    const counts = { format: 'pcap', bytes: 2048, frames: 11, connections: 2, http: 1, tls: 1, other: 0, lostBytes: 5 };
    const capture = { ...counts, skipped, bytesBeforeFirst: 0, faults: {} };
    expect(JSON.parse(written(checkReport({ files: [fileRecord({ capture })] }))).files).toEqual([
      { file: 'a.pcapng', complete: true, sessions: 1, problems: [], ...counts },
    ]);
  });

  it('tells what is gone where a baseline was given', () => {
    expect(JSON.parse(written(checkReport({ gone: ['a'] }))).summary.gone).toEqual(['a']);
  });

  it('has each session and each finding in a line of its own', () => {
    const text = written(checkReport({ sessions: [sessionRecord(), sessionRecord({ session: 's2' })], findings: [findingRecord()] }));
    expect(text.split('\n').filter((line) => line.startsWith('{"file":"a.pcapng","session":'))).toHaveLength(2);
    expect(text.split('\n').filter((line) => line.startsWith('{"rule":'))).toHaveLength(1);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('is well-formed when there is nothing to tell', () => {
    expect(JSON.parse(written(checkReport({ files: [], sessions: [] })))).toMatchObject({ files: [], sessions: [], findings: [] });
  });
});
