import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findCaptures } from '../captures/find-captures.ts';
import type { Filter } from '../core/filter.ts';
import { baselineText, readBaseline } from '../core/report/baseline.ts';
import type { CheckReport, FailOn } from '../core/report/check-report.ts';
import { Collected } from '../core/report/collected.ts';
import { failing } from '../core/report/failing.ts';
import { REPORT_FORMATS, type ReportFormatName } from '../core/report/report-formats.ts';
import type { RuleSettings } from '../core/rules/judge.ts';
import { safeText } from '../core/safe-text.ts';
import { ProxyError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { checkFile } from './check-file.ts';
import { surroundingsOf } from './surroundings.ts';
import { ensureWritable, writeResult } from './write-result.ts';

export interface CheckCommandOptions {
  /** Files, folders, patterns, and `-` for standard input. */
  readonly captures: readonly string[];
  readonly format: ReportFormatName;
  /** Absent: standard output. */
  readonly output?: string;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly rules: RuleSettings;
  /** Empty for everything. */
  readonly filter: Filter;
  readonly quiet: boolean;
  readonly maxSessions?: number;
  readonly maxFindings?: number;
}

const FINDINGS = 1;
const COULD_NOT_RUN = 2;

/** `bitstap check FILE…`: judges captures as a tap would have judged the traffic. Sets the exit code. */
export async function checkCommand(options: CheckCommandOptions): Promise<void> {
  const { format, output, baseline, writeBaseline, quiet } = options;
  const found = await findCaptures(options.captures);
  await ensureApart(
    [output, writeBaseline],
    found.map(({ file }) => file),
  );
  const known = baseline === undefined ? undefined : await knownFindings(baseline);
  const { report, unreadable } = await check(found, known, options);
  const surroundings = surroundingsOf(output === undefined ? process.stdout : {}, quiet ? 'findings' : 'everything');
  await writeResult(REPORT_FORMATS[format](report, surroundings), output);
  if (writeBaseline !== undefined) await saveBaseline(report, writeBaseline, unreadable);
  process.exitCode = exitCode(report, unreadable, writeBaseline);
}

async function check(
  found: Awaited<ReturnType<typeof findCaptures>>,
  known: ReadonlySet<string> | undefined,
  options: CheckCommandOptions,
) {
  const { maxSessions, maxFindings, rules, filter, quiet } = options;
  const limits = { ...(maxSessions !== undefined && { maxSessions }), ...(maxFindings !== undefined && { maxFindings }) };
  const collected = new Collected(limits, known);
  const analyzer = { rules, ...(maxSessions !== undefined && { maxSessions }) };
  let unreadable = 0;
  for (const capture of found) {
    const problem = await checkFile(capture, collected, { analyzer, filter, progress: quiet ? 'quiet' : 'shown' });
    if (problem === undefined) continue;
    unreadable += 1;
    process.stderr.write(`bitstap: ${safeText(capture.file)}: ${problem}\n`);
  }
  return { report: collected.report(VERSION, settingsOf(options)), unreadable };
}

function settingsOf({ failOn, filter, rules }: CheckCommandOptions): CheckReport['settings'] {
  const { profile = 'standard', severities = new Map() } = rules;
  return { failOn, profile, rules: Object.fromEntries(severities), ...(!filter.isEmpty && { filter: filter.toString() }) };
}

/** What is written must be writable, and no capture. */
async function ensureApart(outputs: readonly (string | undefined)[], captures: readonly string[]): Promise<void> {
  const read = new Set(captures.map((file) => resolve(file)));
  for (const file of outputs) {
    if (file === undefined) continue;
    if (read.has(resolve(file))) throw new ProxyError('bad-option', `${file} is to be checked: write to another file.`);
    await ensureWritable(file);
  }
}

async function knownFindings(file: string): Promise<ReadonlySet<string>> {
  const result = readBaseline(await baselineIn(file));
  if ('problem' in result) {
    throw new ProxyError('file-unreadable', `${file} can't be used: ${result.problem}. Write a new one with --write-baseline ${file}.`);
  }
  return result.known;
}

async function baselineIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProxyError('file-unreadable', `Can't read the baseline: ${why}. Write one with --write-baseline ${file}.`, { cause: error });
  }
}

/** A baseline of half of the captures would forget what is known of the others. */
async function saveBaseline(report: CheckReport, file: string, unreadable: number): Promise<void> {
  if (unreadable > 0) {
    process.stderr.write(`bitstap: ${file} is not written: not all captures could be read.\n`);
    return;
  }
  await writeResult(baselineText(report), file);
  const left = report.summary.unlistedFindings;
  if (left > 0)
    process.stderr.write(`bitstap: ${file} has only what is listed; ${left} more findings may miss in it: see --max-findings.\n`);
}

/** What has just been written down as known does not fail. */
function exitCode(report: CheckReport, unreadable: number, writeBaseline: string | undefined): number {
  if (unreadable > 0) return COULD_NOT_RUN;
  return writeBaseline === undefined && failing(report) > 0 ? FINDINGS : 0;
}
