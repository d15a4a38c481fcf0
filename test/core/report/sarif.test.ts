import type { Log, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../proxy/core/report/check-report.ts';
import { sarifLog, sarifReport } from '../../../proxy/core/report/sarif.ts';
import { RULES } from '../../../proxy/core/rules/index.ts';
import { checkReport, fileRecord, findingRecord } from '../../kit/report.ts';

/** The same, as JSON has it: the types that others write down for SARIF know no `readonly`. */
type Plain<T> = T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T extends bigint ? string : T;
const plain = <T>(value: T): Plain<T> => JSON.parse(JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}` : item)));

function written(report: CheckReport): Log {
  return JSON.parse([...sarifReport(report)].join(''));
}

function runOf(report: CheckReport): Run {
  const [run] = written(report).runs;
  if (!run) throw new Error('there is no run');
  return run;
}

const FOUND = checkReport({ findings: [findingRecord()] });

describe('a report as SARIF', () => {
  it('has the types of SARIF 2.1.0, and is written as it is', () => {
    const log: Log = plain(sarifLog(FOUND));
    expect(written(FOUND)).toEqual(log);
  });

  it('is one run of version 2.1.0, by a tool with a name and a version', () => {
    expect(written(FOUND)).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'bitstap', semanticVersion: '1.2.3' } } }] });
    expect(Object.keys(written(FOUND)).sort()).toEqual(['$schema', 'runs', 'version']);
  });

  it('describes every rule once, with its level', () => {
    const rules = runOf(FOUND).tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const { shortDescription, fullDescription, help, defaultConfiguration } of rules) {
      for (const text of [shortDescription?.text, fullDescription?.text, help?.text]) expect(text).toMatch(/\S/);
      expect(defaultConfiguration?.level).toMatch(/^(none|note|warning|error)$/);
    }
  });

  it('says which rules are off or have another level', () => {
    const settings = { failOn: 'error', profile: 'standard', rules: { 'fragment-gap': 'off', 'verb-blocked': 'note' } } as const;
    const rules = runOf(checkReport({ settings })).tool.driver.rules ?? [];
    expect(rules.find(({ id }) => id === 'fragment-gap')?.defaultConfiguration).toEqual({ enabled: false });
    expect(rules.find(({ id }) => id === 'verb-blocked')?.defaultConfiguration).toEqual({ level: 'note' });
  });

  it('has a result for each finding, whose rule and capture are found by their numbers', () => {
    const { results = [], tool, artifacts = [] } = runOf(FOUND);
    const [result] = results;
    expect(result).toMatchObject({ ruleId: 'premature-close-session', level: 'error', message: { text: 'Closed too early.' } });
    expect(tool.driver.rules?.[result?.ruleIndex ?? -1]?.id).toBe('premature-close-session');
    const location = result?.locations?.[0]?.physicalLocation?.artifactLocation;
    expect(artifacts[location?.index ?? -1]?.location?.uri).toBe(location?.uri);
    expect(result?.locations?.[0]?.logicalLocations).toMatchObject([
      { name: 'packet 3 (frame 9)', fullyQualifiedName: 's1/packet 3 (frame 9)' },
    ]);
    expect(result?.partialFingerprints).toEqual({ 'bitstapFinding/v1': findingRecord().fingerprint });
    expect(result?.properties).toMatchObject({ blames: 'client', confidence: 'certain', evidence: { missing: '200' } });
  });

  it('speaks of a baseline only where there was one', () => {
    expect(runOf(FOUND).results?.[0]).not.toHaveProperty('baselineState');
    const compared = runOf(
      checkReport({ findings: [findingRecord({ known: true }), findingRecord()], gone: ['fragment-gap client fragment a/b'] }),
    );
    expect(compared.results).toMatchObject([
      { baselineState: 'unchanged' },
      { baselineState: 'new' },
      // A result that is not a failure has the level "none" [SARIF §3.27.10].
      { baselineState: 'absent', ruleId: 'fragment-gap', kind: 'pass', level: 'none' },
    ]);
  });

  it('says whether everything could be read', () => {
    const broken = fileRecord({ complete: false, problems: [{ code: 'unreadable', message: 'It is gone.' }] });
    expect(runOf(checkReport({ files: [broken] })).invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', descriptor: { id: 'unreadable' }, message: { text: 'It is gone.' } }],
      },
    ]);
    expect(runOf(FOUND).invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  it.each([
    ['logs/a b.pcapng', 'logs/a%20b.pcapng'],
    ['/var/log/ü#?.pcap', 'file:///var/log/%C3%BC%23%3F.pcap'],
    ['C:/logs/a.pcap', 'file:///C:/logs/a.pcap'],
    ['//server/share/a.pcap', 'file://server/share/a.pcap'],
    ['-', '-'],
    ['half\uD800', 'half%EF%BF%BD'],
  ])('names the capture %s by a URI', (file, uri) => {
    expect(runOf(checkReport({ files: [fileRecord({ file })] })).artifacts?.[0]?.location?.uri).toBe(uri);
  });
});

it('is JSON of plain characters, whatever peers say', () => {
  const message = '\u0000\u001b[2J\u009b\u202E"\\\uD800';
  const text = [...sarifReport(checkReport({ findings: [findingRecord({ message })] }))].join('');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const log: Log = JSON.parse(text);
  expect(log.runs[0]?.results?.[0]?.message.text).toBe(message);
});
