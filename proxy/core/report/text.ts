import { ruleById } from '../rules/index.ts';
import { grouped } from '../rules/number.ts';
import { bySession, type FindingsOf, placeText } from './by-session.ts';
import type { CheckReport, FileRecord, FindingRecord, SessionRecord, Summary } from './check-report.ts';
import { hangingText, lineText } from './line-text.ts';
import type { Surroundings } from './report-format.ts';

const INDENT = '    ';
const SEVERITY_WIDTH = 'warning'.length;

/** For people: file by file and session by session, and in the end what it comes to. */
export function* textReport(report: CheckReport, look: Surroundings): Iterable<string> {
  const findings = bySession(report);
  const sessions = byFile(report.sessions);
  for (const file of report.files) {
    if (isBeside(file, findings, report, look)) continue;
    yield* fileText(file, look);
    for (const session of sessions.get(file.file) ?? []) yield* sessionText(session, findings, look);
    yield* findingsText(findings(file.file), {}, look);
    yield '\n';
  }
  yield* summaryText(report, look);
}

/** Nothing that was asked for is in it. */
function isBeside({ file, sessions, problems }: FileRecord, findings: FindingsOf, report: CheckReport, { show }: Surroundings): boolean {
  if (problems.length > 0 || findings(file).length > 0) return false;
  if (show === 'findings') return report.findings.every((finding) => finding.file !== file);
  return sessions === 0 && report.settings.filter !== undefined;
}

function byFile(sessions: readonly SessionRecord[]): ReadonlyMap<string, readonly SessionRecord[]> {
  const groups = new Map<string, SessionRecord[]>();
  for (const session of sessions) {
    const group = groups.get(session.file);
    if (group) group.push(session);
    else groups.set(session.file, [session]);
  }
  return groups;
}

function* fileText({ file, capture, sessions, problems, complete }: FileRecord, { width, paint }: Surroundings): Iterable<string> {
  const { format = 'not read', frames = 0, http = 0 } = capture ?? {};
  const packets = frames > 0 || format.startsWith('pcap') || !capture?.format ? [count(frames, 'frame')] : [];
  const about = [format, ...packets, count(http, 'HTTP connection'), count(sessions, 'session')];
  yield `${paint('heading', lineText(file))}  ${about.join(', ')}\n`;
  for (const [index, { message }] of problems.entries()) {
    const style = !complete && index === problems.length - 1 ? 'error' : 'warning';
    yield `  ${paint(style, 'capture')}  ${hangingText(' '.repeat(11), lineText(message), width).trimStart()}\n`;
  }
}

function* sessionText(session: SessionRecord, findings: FindingsOf, look: Surroundings): Iterable<string> {
  const found = findings(session.file, session.session);
  const name = `${look.paint('heading', session.session)}  ${lineText(session.url)}`;
  if (found.length === 0) {
    if (look.show === 'everything') yield `${name}  ${session.verdict}\n`;
    return;
  }
  yield `\n${name}\n`;
  yield `${INDENT}${look.paint('aside', partiesText(session, look))}\n`;
  yield `${hangingText(INDENT, session.verdict, look.width)}\n`;
  if (session.advice !== undefined) yield `${hangingText(`${INDENT}→ `, session.advice, look.width)}\n`;
  yield* findingsText(found, session.unlisted, look);
  if (session.evicted) yield `${INDENT}It was forgotten here to stay within --max-sessions: what came later is another session.\n`;
}

function partiesText(
  { client, server, userAgent, serverAgent, startedAt, endedAt, packets }: SessionRecord,
  { time }: Surroundings,
): string {
  const named = (address: string, agent?: string) => lineText(agent === undefined ? address : `${address} (${agent})`);
  const lasted = `${time(startedAt)}, ${(Math.max(0, endedAt - startedAt) / 1000).toFixed(3)} s`;
  return `${named(client, userAgent)} → ${named(server, serverAgent)}, ${lasted}, ${count(packets, 'packet')}`;
}

/** How to fix it is said once for each rule. */
function* findingsText(found: readonly FindingRecord[], unlisted: SessionRecord['unlisted'], look: Surroundings): Iterable<string> {
  const explained = new Set<string>();
  const below = `${INDENT}${' '.repeat(SEVERITY_WIDTH + 2)}`;
  for (const finding of found) {
    const { rule, severity, known, blames, confidence, message } = finding;
    const facts = [
      placeText(finding),
      ...offsetText(finding),
      blames,
      ...(confidence === 'certain' ? [] : [confidence]),
      ...(known ? ['known'] : []),
    ];
    yield `${INDENT}${look.paint(severity, severity.padEnd(SEVERITY_WIDTH))}  ${rule}  ${look.paint('aside', facts.join(', '))}\n`;
    yield `${hangingText(below, lineText(message), look.width)}\n`;
    const fix = ruleById(rule)?.fix;
    if (fix !== undefined && !explained.has(rule)) yield `${hangingText(`${below}Fix: `, fix, look.width)}\n`;
    explained.add(rule);
  }
  for (const [rule, more] of Object.entries(unlisted)) yield `${below}and ${grouped(more)} more of ${rule}\n`;
}

/** The bytes of the file that a Fragment carries; else, where no frame tells, the place in what its client said. */
function offsetText({ packet: { range, frame, offset, connection } }: FindingRecord): string[] {
  if (range) return [`bytes ${range.first}-${range.last}/${range.total}`];
  return frame === undefined && offset !== undefined ? [`${connection} at byte ${offset}`] : [];
}

function* summaryText({ files, summary, settings, gone = [] }: CheckReport, { paint }: Surroundings): Iterable<string> {
  for (const fingerprint of gone) yield `gone     ${lineText(fingerprint)}\n`;
  if (gone.length > 0) yield '\n';
  yield `${paint('heading', totalsText(files, summary))}\n`;
  if (settings.filter !== undefined) yield `  only what the filter selects: ${lineText(settings.filter)}\n`;
  const width = Math.max(0, ...summary.byRule.map(({ rule }) => rule.length));
  for (const { rule, severity, found, known } of summary.byRule) {
    const of = known > 0 ? ` (${grouped(known)} known)` : '';
    yield `  ${paint(severity, severity.padEnd(SEVERITY_WIDTH))}  ${rule.padEnd(width)}  ${grouped(found)}${of}\n`;
  }
  const { unlistedFindings, unlistedSessions } = summary;
  if (unlistedFindings > 0) yield `  ${count(unlistedFindings, 'finding')} counted here, but not listed: see --max-findings\n`;
  if (unlistedSessions > 0) yield `  ${count(unlistedSessions, 'session')} without findings not listed: see --max-sessions\n`;
}

function totalsText(files: readonly FileRecord[], summary: Summary): string {
  const sessions = files.reduce((sum, file) => sum + file.sessions, 0);
  const { error, warning, note, known } = summary;
  const knownOnes = known.error + known.warning + known.note;
  const found = [count(error, 'error'), count(warning, 'warning'), count(note, 'note')].join(', ');
  const of = knownOnes > 0 ? ` (${grouped(knownOnes)} known)` : '';
  return `${count(sessions, 'session')} in ${count(files.length, 'file')}: ${found}${of}`;
}

function count(number: number, what: string): string {
  return `${grouped(number)} ${what}${number === 1 ? '' : 's'}`;
}
