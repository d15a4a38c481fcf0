import { type Command, Option } from 'commander';
import type { Filter } from '../core/filter.ts';
import type { FailOn } from '../core/report/check-report.ts';
import type { ReportFormatName } from '../core/report/report-formats.ts';
import { checkCommand } from './check.ts';
import { type RuleFlags, ruleOptions, ruleSettings } from './rule-options.ts';
import { parseCount, parseFilterOption } from './values.ts';

interface CheckFlags extends RuleFlags {
  readonly format: ReportFormatName;
  readonly output?: string;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly filter?: Filter;
  readonly quiet: boolean;
  readonly maxSessions?: number;
  readonly maxFindings?: number;
}

const EVERYTHING = parseFilterOption('');

export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .description('judges captures (pcapng, pcap, HAR, SAZ, JSON lines, text), for people and for CI: exit code 1 where something was found')
    .argument('<file...>', 'captures, folders, patterns; - is standard input')
    .addOption(new Option('--format <format>', 'how the report is written').choices(['text', 'json', 'junit', 'sarif']).default('text'))
    .option('-o, --output <file>', 'where it is written (default: standard output)')
    .addOption(
      new Option('--fail-on <severity>', 'from which severity on findings give exit code 1')
        .choices(['error', 'warning', 'note', 'never'])
        .default('error'),
    )
    .option('--baseline <file>', 'findings of an earlier run: they are reported, but do not fail')
    .option('--write-baseline <file>', 'writes what was found as a baseline; exit code 0 then')
    .option('-f, --filter <filter>', 'only sessions with what this selects, and its findings', parseFilterOption)
    .option('-q, --quiet', 'no progress, and no sessions without findings', false)
    .option('--max-sessions <n>', 'sessions that are kept and listed (default: 10000)', parseCount)
    .option('--max-findings <n>', 'findings that are listed (default: 10000)', parseCount);
  for (const option of ruleOptions()) command.addOption(option);
  command.action((captures: string[], { rule, profile, filter = EVERYTHING, ...flags }: CheckFlags) =>
    checkCommand({ captures, rules: ruleSettings({ rule, profile }), filter, ...flags }),
  );
}
