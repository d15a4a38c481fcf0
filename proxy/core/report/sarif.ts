import { RULES } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { sourceLinks } from '../sources.ts';
import { placeText } from './by-session.ts';
import type { CheckReport, FileRecord, FindingRecord } from './check-report.ts';
import { jsonText } from './json-text.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** The name of our fingerprint; a new way to make it gets a new number. */
const FINGERPRINT = 'bitstapFinding/v1';

/** SARIF 2.1.0, with a line for each result. */
export function* sarifReport(report: CheckReport): Iterable<string> {
  const { runs, ...log } = sarifLog(report);
  const [{ results, ...run }] = runs;
  yield `${jsonText(log).slice(0, -1)},"runs":[${jsonText(run).slice(0, -1)},"results":[`;
  for (const [index, result] of results.entries()) yield `${index === 0 ? '' : ','}\n${jsonText(result)}`;
  yield '\n]}]}\n';
}

/** One run, an artifact for each capture, a result for each finding. */
export function sarifLog(report: CheckReport) {
  const indexes = new Map(RULES.map(({ id }, index) => [id, index]));
  const rules = RULES.map((rule) => ruleDescriptor(rule, report));
  const run = {
    tool: { driver: { name: 'bitstap', semanticVersion: report.tool, rules } },
    invocations: [
      {
        executionSuccessful: report.files.every(({ complete }) => complete),
        toolExecutionNotifications: report.files.flatMap(notifications),
      },
    ],
    artifacts: report.files.map(artifact),
    results: [...report.findings.map((finding) => resultOf(finding, report, indexes)), ...(report.gone ?? []).map(absent)],
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] } as const;
}

function ruleDescriptor({ id, title, why, fix, severity, strict, source, ...rule }: Rule, { settings }: CheckReport) {
  const url = sourceLinks(source).find((link) => link.url !== undefined)?.url;
  const set = settings.rules[id] ?? (settings.profile === 'strict' ? strict : undefined) ?? severity;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${fix} Source: ${source}` },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: set === 'off' ? { enabled: false } : { level: set },
    properties: { blames: rule.blames, confidence: rule.confidence },
  };
}

function artifact({ file, capture }: FileRecord) {
  return { location: { uri: uriOf(file) }, roles: ['analysisTarget' as const], ...(capture && { length: capture.bytes }) };
}

function notifications({ file, complete, problems }: FileRecord) {
  return problems.map(({ code, message }, index) => ({
    descriptor: { id: code },
    level: !complete && index === problems.length - 1 ? ('error' as const) : ('warning' as const),
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
  }));
}

function resultOf(finding: FindingRecord, { files, gone }: CheckReport, indexes: ReadonlyMap<string, number>) {
  const { rule, severity, message, fingerprint, known } = finding;
  return {
    ruleId: rule,
    ruleIndex: indexes.get(rule) ?? -1,
    level: severity,
    message: { text: message },
    locations: [location(finding, files)],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    ...(gone && { baselineState: known ? ('unchanged' as const) : ('new' as const) }),
    properties: facts(finding),
  };
}

/** A capture has no lines: the packet is a logical place in it. */
function location(finding: FindingRecord, files: readonly FileRecord[]) {
  const name = placeText(finding);
  const index = files.findIndex(({ file }) => file === finding.file);
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(finding.file), index } },
    logicalLocations: [{ name, fullyQualifiedName: `${finding.session ?? finding.packet.connection}/${name}`, kind: 'packet' }],
  };
}

function facts({ blames, confidence, session, exchange, at, evidence, packet }: FindingRecord) {
  return { blames, confidence, session, exchange, at, evidence, packet };
}

/** A known finding that did not come again. */
function absent(fingerprint: string) {
  const [rule = ''] = fingerprint.split(/[ :]/);
  return {
    ruleId: rule,
    level: 'none' as const,
    kind: 'pass' as const,
    message: { text: `Not found any more: ${fingerprint}` },
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    baselineState: 'absent' as const,
  };
}

/** A path with `/` as a URI reference: relative stays relative. */
function uriOf(file: string): string {
  const encoded = file
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (/^[A-Za-z]:\//.test(file)) return `file:///${file.slice(0, 2)}${encoded.slice('C%3A'.length)}`;
  if (file.startsWith('//')) return `file:${encoded}`;
  return file.startsWith('/') ? `file://${encoded}` : encoded;
}
