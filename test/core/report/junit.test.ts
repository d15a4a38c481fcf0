import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../proxy/core/report/check-report.ts';
import { junitReport } from '../../../proxy/core/report/junit.ts';
import { RULES } from '../../../proxy/core/rules/index.ts';
import { checkReport, fileRecord, findingRecord, PIPE, sessionRecord } from '../../kit/report.ts';
import { type Element, parseXml } from '../../kit/xml.ts';

const written = (report: CheckReport) => parseXml([...junitReport(report, PIPE)].join(''));
const suites = (report: CheckReport) => written(report).children;

/** The suite of the first session: the one after that of its file. */
function sessionSuite(report: CheckReport): Element {
  const suite = suites(report)[1];
  if (!suite) throw new Error('there is no session');
  return suite;
}

function caseOf(suite: Element, rule: string): Element | undefined {
  return suite.children.find(({ attributes }) => attributes.name === rule);
}

const FRAGMENTS = sessionRecord({ judged: ['create-session accepted', 'fragment accepted'] });

describe('a report as JUnit XML', () => {
  it('has a case for each rule in each session', () => {
    const suite = sessionSuite(checkReport());
    expect(suite.attributes).toMatchObject({
      name: 'a.pcapng s1 http://bits.example.test/inbox/report.bin',
      time: '2.5',
      timestamp: 'at 1000',
    });
    expect(suite.children.map(({ attributes }) => attributes.name)).toEqual(RULES.map(({ id }) => id));
    expect(new Set(suite.children.map(({ attributes }) => attributes.classname))).toEqual(new Set(['a.pcapng s1']));
  });

  it('skips what a rule could not look at', () => {
    const suite = sessionSuite(checkReport({ sessions: [FRAGMENTS] }));
    expect(caseOf(suite, 'fragment-gap')?.children).toEqual([]);
    expect(caseOf(suite, 'premature-close-session')?.children).toMatchObject([
      { name: 'skipped', attributes: { message: 'not applicable' } },
    ]);
  });

  it('skips what was answered in a way that does not concern a rule', () => {
    const suite = sessionSuite(checkReport({ sessions: [sessionRecord({ judged: ['fragment challenged'] })] }));
    expect(caseOf(suite, 'fragment-gap')?.children).toMatchObject([{ name: 'skipped' }]);
  });

  it('skips a rule that is turned off', () => {
    const settings = { failOn: 'error', profile: 'standard', rules: { 'fragment-gap': 'off' } } as const;
    const suite = sessionSuite(checkReport({ sessions: [FRAGMENTS], settings }));
    expect(caseOf(suite, 'fragment-gap')?.children).toMatchObject([{ name: 'skipped', attributes: { message: 'turned off' } }]);
  });

  it('fails with the message, its place, and how to fix it', () => {
    const suite = sessionSuite(checkReport({ findings: [findingRecord(), findingRecord({ message: 'Again.' })] }));
    const [failure] = caseOf(suite, 'premature-close-session')?.children ?? [];
    expect(failure).toMatchObject({ name: 'failure', attributes: { message: 'Closed too early. (and 1 more)', type: 'error' } });
    expect(failure?.text).toContain(
      'error, packet 3 (frame 9), client: Closed too early.\nerror, packet 3 (frame 9), client: Again.\nFix: ',
    );
    expect(suite.attributes.failures).toBe('1');
  });

  it.each([
    ['is known', { known: true }, 'error (known), packet 3'],
    ['is not grave enough', { severity: 'warning' }, 'warning, packet 3'],
  ] as const)('passes where a finding %s, and shows it', (_name, change, shown) => {
    const suite = sessionSuite(checkReport({ findings: [findingRecord(change)] }));
    const [output] = caseOf(suite, 'premature-close-session')?.children ?? [];
    expect(output).toMatchObject({ name: 'system-out' });
    expect(output?.text).toContain(shown);
    expect(suite.attributes.failures).toBe('0');
  });

  it('counts its cases', () => {
    const suite = sessionSuite(checkReport({ sessions: [FRAGMENTS], findings: [findingRecord()] }));
    const skipped = suite.children.filter(({ children }) => children[0]?.name === 'skipped').length;
    expect(suite.attributes).toMatchObject({ tests: `${RULES.length}`, failures: '1', errors: '0', skipped: `${skipped}` });
  });

  it('has an error for a capture that can not be read', () => {
    const broken = fileRecord({ complete: false, problems: [{ code: 'unreadable', message: 'It is gone.' }] });
    const [suite] = suites(checkReport({ files: [broken], sessions: [] }));
    expect(suite?.attributes).toMatchObject({ name: 'a.pcapng', tests: '1', errors: '1' });
    expect(suite?.children[0]?.children).toMatchObject([{ name: 'error', attributes: { message: 'It is gone.' } }]);
  });

  it('has what was found beside sessions at its capture', () => {
    const { session: _session, ...finding } = findingRecord();
    const [suite] = suites(checkReport({ findings: [finding] }));
    expect(suite?.children.map(({ attributes }) => attributes.name)).toEqual(['capture is readable', 'premature-close-session']);
  });

  it('does not pass for what is not listed', () => {
    const report = checkReport();
    const all = suites({ ...report, summary: { ...report.summary, unlistedFindings: 7 } });
    expect(all.at(-1)).toMatchObject({ attributes: { name: 'limits', errors: '1' } });
  });
});

it('is well-formed whatever peers say', () => {
  const hostile = ']]><!-- &amp; "\' \u0000\u0001\u001b\u0085\u202E\uFFFE\uFFFF\uD800 \n\r\t </testsuite>';
  const root = written(
    checkReport({
      files: [fileRecord({ file: hostile, problems: [{ code: hostile, message: hostile }] })],
      sessions: [sessionRecord({ url: hostile, file: hostile })],
      findings: [findingRecord({ message: hostile, file: hostile }), findingRecord({ message: hostile, file: hostile, severity: 'note' })],
    }),
  );
  expect(root.children.map(({ name }) => name)).toEqual(['testsuite', 'testsuite']);
  expect(root.children[1]?.attributes.name).toContain(']]><!-- &amp; "\' ⟨NUL⟩⟨U+0001⟩⟨ESC⟩');
});
