import { RULES } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { bySession, type FindingsOf, placeText } from './by-session.ts';
import type { CheckReport, CheckSettings, FileRecord, FindingRecord, SessionRecord } from './check-report.ts';
import { isGrave } from './failing.ts';
import { judgedKey } from './open-row.ts';
import type { Surroundings } from './report-format.ts';
import { attributes, xmlText } from './xml.ts';

/** `child`: what says that it did not simply pass. */
interface TestCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped';
  readonly child: string;
}

interface Suite {
  readonly name: string;
  readonly classname: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly cases: readonly TestCase[];
}

/**
 * JUnit XML: a suite for each session with a case for each rule, and one for each file. What a rule could not look at is
 * skipped. Findings that do not make the check fail are the output of a case that passes.
 */
export function* junitReport(report: CheckReport, { time }: Surroundings): Iterable<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'bitstap check' })}>\n`;
  const findings = bySession(report);
  for (const file of report.files) yield* suiteXml(fileSuite(file, findings(file.file), report.settings));
  for (const session of report.sessions) yield* suiteXml(sessionSuite(session, findings, report.settings, time));
  if (report.summary.unlistedFindings > 0) yield* suiteXml(limitsSuite(report.summary.unlistedFindings));
  yield '</testsuites>\n';
}

function* suiteXml({ name, classname, attributes: more, cases }: Suite): Iterable<string> {
  const of = (outcome: TestCase['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  const counts = { tests: cases.length, failures: of('failed'), errors: of('error'), skipped: of('skipped') };
  const lines = cases.map(({ name: rule, child }) => {
    const tag = `    <testcase${attributes({ classname, name: rule, time: 0 })}`;
    return child === '' ? `${tag}/>` : `${tag}>${child}</testcase>`;
  });
  yield `  <testsuite${attributes({ name, ...counts, ...more })}>\n${lines.map((line) => `${line}\n`).join('')}  </testsuite>\n`;
}

/** Whether a capture could be read, and what was found beside its sessions. */
function fileSuite({ file, complete, problems }: FileRecord, findings: readonly FindingRecord[], settings: CheckSettings): Suite {
  const messages = problems.map(({ message }) => message);
  const why = messages.at(-1) ?? 'It could not be read to its end.';
  const read: TestCase = complete
    ? { name: 'capture is readable', outcome: 'passed', child: messages.length === 0 ? '' : output(messages) }
    : { name: 'capture is readable', outcome: 'error', child: `<error${attributes({ message: why, type: 'unreadable' })}/>` };
  const rules = RULES.filter(({ id }) => findings.some(({ rule }) => rule === id));
  return {
    name: file,
    classname: file,
    attributes: {},
    cases: [read, ...rules.map((rule) => foundCase(rule, of(rule, findings), settings))],
  };
}

function sessionSuite(session: SessionRecord, findings: FindingsOf, settings: CheckSettings, time: Surroundings['time']): Suite {
  const found = findings(session.file, session.session);
  return {
    name: `${session.file} ${session.session} ${session.url}`,
    classname: `${session.file} ${session.session}`,
    attributes: { timestamp: time(session.startedAt), time: Math.max(0, session.endedAt - session.startedAt) / 1000 },
    cases: RULES.map((rule) => ruleCase(rule, session, of(rule, found), settings)),
  };
}

function ruleCase(rule: Rule, session: SessionRecord, found: readonly FindingRecord[], settings: CheckSettings): TestCase {
  if (found.length > 0) return foundCase(rule, found, settings);
  if (settings.rules[rule.id] === 'off') return skipped(rule, 'turned off');
  return isApplicable(rule, session) ? { name: rule.id, outcome: 'passed', child: '' } : skipped(rule, 'not applicable');
}

function isApplicable({ on, answered }: Rule, { judged }: SessionRecord): boolean {
  return on.some((subject) => {
    if (subject === 'session') return true;
    return subject !== 'notification' && answered.some((how) => judged.includes(judgedKey(subject, how)));
  });
}

function skipped({ id }: Rule, message: string): TestCase {
  return { name: id, outcome: 'skipped', child: `<skipped${attributes({ message })}/>` };
}

function foundCase({ id, fix }: Rule, found: readonly FindingRecord[], { failOn }: CheckSettings): TestCase {
  const failures = found.filter(({ severity, known }) => !known && isGrave(severity, failOn));
  const [first] = failures;
  if (!first) return { name: id, outcome: 'passed', child: output(found.map(findingLine)) };
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : '';
  const body = [...found.map(findingLine), `Fix: ${fix}`].map(xmlText).join('\n');
  const failure = `<failure${attributes({ message: first.message + more, type: first.severity })}>${body}</failure>`;
  return { name: id, outcome: 'failed', child: failure };
}

function findingLine(finding: FindingRecord): string {
  const { severity, known, blames, message } = finding;
  return `${severity}${known ? ' (known)' : ''}, ${placeText(finding)}, ${blames}: ${message}`;
}

function output(lines: readonly string[]): string {
  return `<system-out>${lines.map(xmlText).join('\n')}</system-out>`;
}

function limitsSuite(unlisted: number): Suite {
  const message = `${unlisted} more findings were only counted: see --max-findings.`;
  const child = `<error${attributes({ message, type: 'limit' })}/>`;
  return { name: 'limits', classname: 'limits', attributes: {}, cases: [{ name: 'every finding is listed', outcome: 'error', child }] };
}

function of({ id }: Rule, findings: readonly FindingRecord[]): readonly FindingRecord[] {
  return findings.filter(({ rule }) => rule === id);
}
