#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { addCheckCommand } from './commands/check-options.ts';
import { addDiffCommand } from './commands/diff-options.ts';
import { explainCommand } from './commands/explain.ts';
import { addExportCommand } from './commands/export-options.ts';
import { addFindCommand } from './commands/find-options.ts';
import { addMockCommand } from './commands/mock-options.ts';
import { addOpenCommand } from './commands/open-options.ts';
import { addPayloadCommand } from './commands/payload-options.ts';
import { addReplayCommand } from './commands/replay-options.ts';
import { type RuleFlags, ruleOptions, ruleSettings } from './commands/rule-options.ts';
import { rulesCommand } from './commands/rules.ts';
import { serveCommand } from './commands/serve.ts';
import { tapCommand } from './commands/tap.ts';
import { uploadCommand } from './commands/upload.ts';
import { type Address, parseAddress, parseCount, parseFilterOption, parseSize, parseTarget, parseUrl } from './commands/values.ts';
import { addWiresharkCommand } from './commands/wireshark-options.ts';
import type { Filter } from './core/filter.ts';
import { ProxyError } from './errors.ts';
import { VERSION } from './version.ts';

interface TapFlags extends RuleFlags {
  readonly listen: Address;
  readonly dashboard: Address | false;
  readonly events?: string;
  readonly filter?: Filter;
  readonly record?: string | boolean;
  readonly force: boolean;
  readonly maxBody?: bigint;
  readonly maxRecording?: bigint;
  readonly redact: boolean;
  readonly hostHeader: 'target' | 'client';
  readonly allowForward: boolean;
  readonly insecure: boolean;
  readonly open: boolean;
  readonly quiet: boolean;
  readonly maxHead?: bigint;
  readonly maxSessions?: number;
  readonly maxPending?: number;
}

const program = new Command('bitstap')
  .enablePositionalOptions()
  .description('An HTTP debugging proxy for the BITS Upload Protocol: every packet decoded, every violation named.')
  .version(VERSION)
  .argument('[target]', 'the server to tap, as in http://server:8080; without it an embedded reference server', parseTarget)
  .option('-l, --listen <[host:]port>', 'where clients connect', parseAddress, parseAddress('8080'))
  .option('-d, --dashboard <[host:]port>', 'where the page is served', parseAddress, parseAddress('8081'))
  .option('--no-dashboard', 'no page')
  .option('-e, --events <file>', 'write every event of the timeline as a JSON line; - is standard output')
  .option('-f, --filter <text>', 'only the events that a filter selects, as in "status>=500 or severity>=warning"', parseFilterOption)
  .option('-r, --record <file>', 'record the traffic as pcapng; without it a temporary recording goes away at the end')
  .option('--no-record', 'no recording at all')
  .option('--force', 'overwrite the file that --record names', false)
  .option('--max-body <size>', 'bytes of each body that are recorded (default: all)', parseSize)
  .option(
    '--max-recording <size>',
    'how long a recording becomes before its oldest part goes (default: 1gb for a temporary one)',
    parseSize,
  )
  .option('--redact', 'record no credentials', false)
  .addOption(
    new Option('--host-header <whose>', "the Host that the server sees: the target's, or as the client sent it")
      .choices(['target', 'client'])
      .default('target'),
  )
  .option('--allow-forward', 'also be a forward proxy for other machines, when listening beyond loopback', false)
  .option('-k, --insecure', 'accept any certificate of the server', false)
  .option('--open', 'open the page in a browser', false)
  .option('-q, --quiet', 'say nothing but errors', false)
  .option('--max-head <size>', 'longest message head that is read (default: 256k)', parseSize)
  .option('--max-sessions <n>', 'sessions that are kept (default: 10000)', parseCount)
  .option('--max-pending <n>', 'unanswered exchanges that are kept for one connection (default: 1000)', parseCount)
  .action((target: URL | undefined, flags: TapFlags) => tapCommand(tapOptions(target, flags)));
for (const option of ruleOptions()) program.addOption(option);

addCheckCommand(program);
addExportCommand(program);
addPayloadCommand(program);
addOpenCommand(program);
addMockCommand(program);
addReplayCommand(program);
addDiffCommand(program);
addFindCommand(program);

program
  .command('serve')
  .description('the reference BITS server: stores uploads in a folder')
  .argument('<dir>', 'an existing folder')
  .option('-l, --listen <[host:]port>', 'where to listen', parseAddress, parseAddress('8090'))
  .option('--reply', 'answer every upload with its size and SHA-256 (upload-reply)', false)
  .option('--max-size <size>', 'largest upload, as in 500mb', parseSize)
  .action((dir: string, flags: { listen: Address; reply: boolean; maxSize?: bigint }) =>
    serveCommand({
      dir,
      listen: flags.listen,
      reply: flags.reply ? 'digest' : 'none',
      ...(flags.maxSize !== undefined && { maxSize: flags.maxSize }),
    }),
  );

program
  .command('upload')
  .description('the reference BITS client: uploads a file')
  .argument('<file>')
  .argument('<url>', 'where the file goes, as in http://server/inbox/name', parseUrl)
  .option('--fragment-size <size>', 'bytes in a fragment (default: 1mb)', parseSize)
  .option('--proxy <url>', 'go through a forward proxy', parseUrl)
  .action((file: string, url: URL, flags: { fragmentSize?: bigint; proxy?: URL }) =>
    uploadCommand({
      file,
      url,
      ...(flags.fragmentSize !== undefined && { fragmentSize: Number(flags.fragmentSize) }),
      ...(flags.proxy && { proxy: flags.proxy }),
    }),
  );

program
  .command('explain')
  .description('any HRESULT, HTTP status or error context in words')
  .argument('<code...>', 'as in 0x8020001F, 8020001F, -2145386465, BG_E_SESSION_NOT_FOUND, 404 or context 7')
  .addOption(formatOption('text', 'json'))
  .action((codes: string[], { format }: { format: 'text' | 'json' }) => explainCommand({ codes, format }));

program
  .command('rules')
  .description('the catalogue of rules, or the whole text of some')
  .argument('[id...]', 'as in fragment-gap')
  .addOption(formatOption('text', 'json', 'markdown'))
  .action((ids: string[], { format }: { format: 'text' | 'json' | 'markdown' }) => rulesCommand({ ids, format }));

addWiresharkCommand(program);

function formatOption(...choices: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', 'how it is written').choices(choices).default(choices[0]);
}

function tapOptions(target: URL | undefined, flags: TapFlags) {
  if (flags.filter && flags.events === undefined)
    throw new ProxyError('bad-option', '--filter chooses among the events that --events writes: give --events FILE, or --events - too.');
  const { listen, dashboard, events, filter, hostHeader, allowForward, insecure, open, quiet, maxHead, maxSessions, maxPending } = flags;
  return {
    ...(target && { target }),
    listen,
    ...(dashboard && { dashboard }),
    ...(events !== undefined && { events }),
    ...(filter && { filter }),
    ...(flags.record !== false && { recording: recordingOptions(flags) }),
    ...{ hostHeader, allowForward, insecure, quiet, openBrowser: open, rules: ruleSettings(flags) },
    ...(maxHead !== undefined && { maxHeadBytes: Number(maxHead) }),
    ...(maxSessions !== undefined && { maxSessions }),
    ...(maxPending !== undefined && { maxPending }),
  };
}

function recordingOptions({ record, force, redact, maxBody, maxRecording }: TapFlags) {
  return {
    ...(typeof record === 'string' && { file: record }),
    ...(maxBody !== undefined && { maxBodyBytes: Number(maxBody) }),
    ...(maxRecording !== undefined && { maxBytes: Number(maxRecording) }),
    ...{ force, redact },
  };
}

/** Exit codes: 0 fine, 1 findings, 2 could not run. Every failure that is not a bug of ours is one line. */
async function main(): Promise<void> {
  for (const command of [program, ...program.commands]) command.exitOverride().showSuggestionAfterError();
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(`bitstap: ${failureText(error)}\n`);
    process.exitCode = 2;
  }
}

function failureText(error: unknown): string {
  if (error instanceof ProxyError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

await main();
