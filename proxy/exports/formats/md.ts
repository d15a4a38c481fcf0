import type { Mark } from '../../core/mark.ts';
import { codeSpan, plainText } from '../../core/packet-text/markdown.ts';
import { answerLine, requestLine } from '../../core/packet-text/packet-line.ts';
import { ruleById } from '../../core/rules/index.ts';
import { bytes, grouped } from '../../core/rules/number.ts';
import type { Finding } from '../../core/rules/rule.ts';
import { sourceLinks } from '../../core/sources.ts';
import { isoTime } from '../../core/text/iso-time.ts';
import { SEVERITIES, type SessionView, type TimelineRow } from '../../core/timeline.ts';
import { verdict } from '../../core/verdict.ts';
import { VERSION } from '../../version.ts';
import { chosenMarks } from '../chosen-marks.ts';
import type { ExportFormat } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { grouping } from '../grouping.ts';

/** A report of each session, to be put into a ticket. All text from the wire stands in code spans. */
export const md: ExportFormat = {
  name: 'md',
  extension: 'md',
  mediaType: 'text/markdown; charset=utf-8',
  title: 'Report for a ticket: verdict, facts, findings, packets',
  write,
};

/** A longer table is folded; of a very long one only its ends are written, and the packets in which something was found. */
const FOLDED_FROM = 20;
const EACH_END = 100;

async function* write(source: ExportSource): AsyncGenerator<string> {
  const { sessions, rows, notes = [] } = source;
  const marks = chosenMarks(source);
  const groups = grouping(rows, ({ exchange }) => exchange.session);
  for (const session of sessions)
    yield* report(
      session,
      groups.get(session.id) ?? [],
      marks.filter((mark) => mark.session === session.id),
    );
  for (const note of notes) yield `${plainText(note)}\n\n`;
  yield `Written by bitstap ${VERSION}.\n`;
}

function* report(session: SessionView, rows: readonly TimelineRow[], marks: readonly Mark[]): Iterable<string> {
  const { sentence, advice } = verdict(session);
  yield `# Upload of ${codeSpan(session.fileName)}\n\n**${plainText(sentence)}**\n\n`;
  if (advice !== undefined) yield `${plainText(advice)}\n\n`;
  yield '| | |\n|---|---|\n';
  for (const [name, text] of factsOf(session)) yield `| ${name} | ${text} |\n`;
  yield '\n';
  yield* marksText(marks);
  yield* findingsText(rows.flatMap(({ findings }) => findings));
  yield* packetsText(rows, session.createdAt);
}

function* factsOf(session: SessionView): Iterable<readonly [name: string, text: string]> {
  const { facts, coverage, total } = session;
  yield ['Session', `${session.id}, ${codeSpan(session.sessionId ?? '')}`];
  yield ['Address', codeSpan(session.url)];
  yield ['Client', `${codeSpan(session.client)}${session.userAgent === undefined ? '' : `, ${codeSpan(session.userAgent)}`}`];
  yield ['Server', `${codeSpan(session.server)}${session.serverAgent === undefined ? '' : `, ${codeSpan(session.serverAgent)}`}`];
  yield ['Began', isoTime(session.createdAt)];
  yield ['Last seen', isoTime(session.lastAt)];
  yield ['Acknowledged', total === undefined ? bytes(coverage.acknowledged) : `${grouped(coverage.acknowledged)} of ${bytes(total)}`];
  yield ['Sent', `${bytes(facts.bytesSent)}, ${grouped(facts.bytesRepeated)} of them again`];
  yield [
    'Packets',
    `${grouped(session.packets)}, on ${grouped(session.connections)} ${session.connections === 1 ? 'connection' : 'connections'}`,
  ];
  if (facts.ackLatency) yield ['Acks came within', latencyText(facts.ackLatency)];
  if (facts.interruptions.length > 0) yield ['Interruptions', grouped(facts.interruptions.length + facts.earlierInterruptions)];
  if (session.reply) yield ['Reply', `${grouped(session.reply.fetched)} of ${grouped(session.reply.length ?? 0n)} bytes fetched`];
}

/** What people wrote, line by line. */
function* marksText(marks: readonly Mark[]): Iterable<string> {
  if (marks.length === 0) return;
  yield '## Marks\n\n';
  for (const { exchange, place, comment } of marks) {
    const what = exchange === undefined ? 'The session' : `${exchange}, ${place.on}`;
    const lines = comment.split('\n').map((line) => plainText(line.trim()));
    yield `- ${what}: ${lines.filter((line) => line !== '').join('\\\n  ') || 'marked'}\n`;
  }
  yield '\n';
}

function latencyText({ p50Ms, p95Ms, maxMs }: { readonly p50Ms: number; readonly p95Ms: number; readonly maxMs: number }): string {
  return `${milliseconds(p50Ms)} (half), ${milliseconds(p95Ms)} (95 of 100), ${milliseconds(maxMs)} (all)`;
}

function* findingsText(findings: readonly Finding[]): Iterable<string> {
  if (findings.length === 0) {
    yield '## Findings\n\nNone.\n\n';
    return;
  }
  yield '## Findings\n\n';
  const sorted = findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.at - b.at);
  for (const [rule, same] of grouping(sorted, (finding) => finding.rule)) yield* findingText(rule, same);
}

/** How many findings of one rule are listed. */
const LISTED = 5;

function* findingText(id: string, findings: readonly Finding[]): Iterable<string> {
  const [first] = findings;
  if (!first) return;
  const rule = ruleById(id);
  yield `### ${first.severity}: ${plainText(rule?.title ?? id)} (${id})\n\n`;
  for (const { exchange, message } of findings.slice(0, LISTED)) yield `- ${exchange}: ${plainText(message)}\n`;
  if (findings.length > LISTED) yield `- and ${grouped(findings.length - LISTED)} more\n`;
  yield `\nBlamed: ${first.blames === 'unknown' ? 'nobody for sure' : `the ${first.blames}`} (${first.confidence}).`;
  if (rule)
    yield ` ${plainText(rule.why)}\n\n**Fix:** ${plainText(rule.fix)}\n\nSource: ${sourceLinks(rule.source).map(linkText).join(', ')}`;
  yield '\n\n';
}

function linkText({ label, url }: { readonly label: string; readonly url?: string }): string {
  return url === undefined ? plainText(label) : `[${plainText(label)}](${url})`;
}

function* packetsText(rows: readonly TimelineRow[], begin: number): Iterable<string> {
  const folded = rows.length > FOLDED_FROM;
  yield '## Packets\n\n';
  if (folded) yield `<details><summary>${grouped(rows.length)} packets</summary>\n\n`;
  yield '| | Seconds | Request | Body | Answer | Findings |\n|---|--:|---|--:|---|---|\n';
  let left = 0;
  for (const [index, row] of rows.entries()) {
    if (index >= EACH_END && index < rows.length - EACH_END && row.findings.length === 0) {
      left += 1;
      continue;
    }
    if (left > 0) yield leftOut(left);
    left = 0;
    yield packetText(row, begin);
  }
  yield folded ? '\n</details>\n\n' : '\n';
}

function leftOut(count: number): string {
  return `| … | | ${grouped(count)} packets without findings are left out here | | | |\n`;
}

function packetText(row: TimelineRow, begin: number): string {
  const { id, request } = row.exchange;
  const seconds = request ? ((request.startedAt - begin) / 1000).toFixed(3) : '';
  const found = row.findings.map(({ severity, rule }) => `${severity} ${rule}`).join(', ');
  return `| ${id} | ${seconds} | ${codeSpan(requestLine(row))} | ${grouped(request?.bodyLength ?? 0)} | ${codeSpan(answerLine(row))} | ${found} |\n`;
}

function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : grouped(Math.round(ms))} ms`;
}
