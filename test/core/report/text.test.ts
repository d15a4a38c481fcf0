import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../proxy/core/report/check-report.ts';
import type { Surroundings } from '../../../proxy/core/report/report-format.ts';
import { textReport } from '../../../proxy/core/report/text.ts';
import { ruleById } from '../../../proxy/core/rules/index.ts';
import { checkReport, fileRecord, findingRecord, PIPE, sessionRecord } from '../../kit/report.ts';

const text = (report: CheckReport, change: Partial<Surroundings> = {}) => [...textReport(report, { ...PIPE, ...change })].join('');
const lines = (report: CheckReport, change: Partial<Surroundings> = {}) => text(report, change).split('\n');

const NOTE = findingRecord({ rule: 'verb-blocked', severity: 'note', at: 1, confidence: 'guess', blames: 'server', message: 'A note.' });
const ERROR = findingRecord({ at: 2, message: 'An error.' });

describe('a report for people', () => {
  it('has a session without findings in one line', () => {
    expect(lines(checkReport())).toContain('s1  http://bits.example.test/inbox/report.bin  The upload is lost.');
  });

  it('says who, when, how long, and what became of it', () => {
    const found = lines(checkReport({ findings: [ERROR], sessions: [sessionRecord({ userAgent: 'Microsoft BITS/7.8' })] }));
    expect(found).toContain('s1  http://bits.example.test/inbox/report.bin');
    expect(found).toContain('    192.0.2.10 (Microsoft BITS/7.8) → 192.0.2.1:80, at 1000, 2.500 s, 3 packets');
    expect(found).toContain('    The upload is lost.');
  });

  it('says what to do, where something is to be done', () => {
    const found = lines(checkReport({ findings: [ERROR], sessions: [sessionRecord({ advice: 'Look at the client.' })] }));
    expect(found[found.indexOf('    The upload is lost.') + 1]).toBe('    → Look at the client.');
  });

  it('tells the gravest finding first, with its packet, frame, and whom it blames', () => {
    const found = lines(checkReport({ findings: [NOTE, ERROR] }));
    const error = found.indexOf('    error    premature-close-session  packet 3 (frame 9), client');
    const note = found.indexOf('    note     verb-blocked  packet 3 (frame 9), server, guess');
    expect(error).toBeGreaterThan(0);
    expect(note).toBeGreaterThan(error);
    expect(found[error + 1]).toBe('             An error.');
  });

  it('tells the bytes of a Fragment, and where no frame is known the place in the stream', () => {
    const { frame: _frame, ...place } = ERROR.packet;
    const range = { first: 100n, last: 199n, total: 300n };
    const found = text(checkReport({ findings: [findingRecord({ packet: { ...place, range } }), findingRecord({ packet: place })] }));
    expect(found).toContain('packet 3, bytes 100-199/300, client');
    expect(found).toContain('packet 3, c1 at byte 550, client');
  });

  it('says how to fix it, once for each rule of a session', () => {
    const found = text(checkReport({ findings: [ERROR, findingRecord({ at: 4 })] }));
    const fix = ruleById('premature-close-session')?.fix ?? '?';
    expect(found.replace(/\s+/g, ' ').split(fix)).toHaveLength(2);
  });

  it('stays within the width, but for what can not be broken', () => {
    const found = lines(checkReport({ findings: [findingRecord({ message: 'many words '.repeat(40).trim() })] }), { width: 60 });
    const long = found.filter((line) => line.length > 60);
    expect(long.filter((line) => !/http:|→|packet 3/.test(line))).toEqual([]);
  });

  it('ends with what it comes to, rule by rule', () => {
    const report = checkReport({
      findings: [ERROR, findingRecord({ known: true }), NOTE],
      files: [fileRecord({ sessions: 1234 })],
    });
    const byRule = [
      { rule: 'premature-close-session', severity: 'error', found: 2, known: 1 },
      { rule: 'verb-blocked', severity: 'note', found: 1, known: 0 },
    ] as const;
    expect(lines({ ...report, summary: { ...report.summary, byRule } }).slice(-4)).toEqual([
      '1,234 sessions in 1 file: 2 errors, 0 warnings, 1 note (1 known)',
      '  error    premature-close-session  2 (1 known)',
      '  note     verb-blocked             1',
      '',
    ]);
  });

  it('says what it left out, and how to get it', () => {
    const report = checkReport({ findings: [ERROR], sessions: [sessionRecord({ unlisted: { 'premature-close-session': 4080 } })] });
    const found = text({ ...report, summary: { ...report.summary, unlistedFindings: 4080, unlistedSessions: 7 } });
    expect(found).toContain('and 4,080 more of premature-close-session');
    expect(found).toContain('4,080 findings counted here, but not listed: see --max-findings');
    expect(found).toContain('7 sessions without findings not listed: see --max-sessions');
  });

  it('tells known findings that are gone', () => {
    expect(lines(checkReport({ gone: ['fragment-gap client fragment a/b'] }))).toContain('gone     fragment-gap client fragment a/b');
  });

  it('tells what is wrong with a capture', () => {
    const problems = [{ code: 'capture-tls', message: 'They speak TLS.' }];
    expect(lines(checkReport({ files: [fileRecord({ problems })] }))).toContain('  capture  They speak TLS.');
  });
});

describe('when only findings are wanted', () => {
  const two = {
    files: [fileRecord(), fileRecord({ file: 'b.pcapng' })],
    sessions: [sessionRecord(), sessionRecord({ file: 'b.pcapng', session: 's1', url: 'http://clean.example.test/' })],
  };

  it('clean sessions and captures are left out', () => {
    const found = text(checkReport({ ...two, findings: [ERROR] }), { show: 'findings' });
    expect(found).not.toMatch(/clean\.example|b\.pcapng/);
    expect(found).toContain('1 error');
  });

  it('a capture that could not be read is not', () => {
    const broken = fileRecord({ file: 'b.pcapng', complete: false, problems: [{ code: 'unreadable', message: 'It is gone.' }] });
    expect(text(checkReport({ files: [broken], sessions: [] }), { show: 'findings' })).toContain('It is gone.');
  });
});

it('colours severities where there are colours, and nothing of the text changes', () => {
  const report = checkReport({ findings: [ERROR, NOTE] });
  const coloured = text(report, { paint: (style, part) => `<${style}>${part}</>` });
  expect(coloured).toContain('<error>error  </>');
  expect(coloured.replace(/<\/?\w*>/g, '')).toBe(text(report));
});

it('lets nothing of a peer act on the terminal', () => {
  const hostile = '\u001b[2J\u009b\u202E\r\n';
  const session = sessionRecord({ url: hostile, userAgent: hostile, client: hostile, server: hostile, session: 's1' });
  const problems = [{ code: 'x', message: hostile }];
  const report = checkReport({
    files: [fileRecord({ file: hostile, problems }), fileRecord()],
    sessions: [session, { ...session, session: 's2' }],
    findings: [findingRecord({ message: hostile }), findingRecord({ file: hostile, message: hostile, session: 's7' })],
    gone: [hostile],
  });
  expect(text(report).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
