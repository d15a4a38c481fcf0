import { type Command, Option } from 'commander';
import type { Filter } from '../core/filter.ts';
import type { Header } from '../core/http/message.ts';
import { type CompareFlags, collect, compareOptions } from './compare-options.ts';
import { replayCommand } from './replay.ts';
import { parseCount, parseFactor, parseFilterOption, parseHeaders, parseUrl } from './values.ts';

interface ReplayFlags extends CompareFlags {
  readonly to: URL;
  readonly mode: 'adaptive' | 'exact';
  readonly pace: number;
  readonly session: readonly string[];
  readonly filter?: Filter;
  readonly repeat: number;
  readonly concurrency?: number;
  readonly header: readonly Header[];
  readonly insecure: boolean;
  readonly timeout: number;
  readonly quiet: boolean;
}

export function addReplayCommand(program: Command): void {
  const command = program
    .command('replay')
    .description(
      'be the recorded client: uploads again what was recorded, to a server that you name, and compares; exit code 1 where it differs',
    )
    .argument('<file...>', 'captures; several make one timeline')
    .requiredOption('-t, --to <url>', 'the server, as in http://server:8080; a path in it is put before every path', parseUrl)
    .addOption(
      new Option('--mode <mode>', 'adaptive does what the server asks for; exact sends what was recorded, mistakes and all')
        .choices(['adaptive', 'exact'])
        .default('adaptive'),
    )
    .option('-p, --pace <factor>', '1 as recorded, 2 twice as fast, 0 at once', parseFactor, 1)
    .addOption(new Option('-s, --session <session>', 'only this one; may be repeated').argParser(collect).default([], 'all'))
    .option('-f, --filter <filter>', 'only sessions with what this selects', parseFilterOption)
    .option('--repeat <n>', 'how often', parseCount, 1)
    .option('--concurrency <n>', 'sessions at the same time (default: as many as were recorded at the same time, up to 64)', parseCount)
    .addOption(
      new Option(
        '-H, --header <header>',
        'sent with every request, as in "Authorization: …": recorded credentials never are; may be repeated',
      )
        .argParser(parseHeaders)
        .default([], 'none'),
    )
    .option('-k, --insecure', 'accept any certificate of the server', false)
    .option('--timeout <seconds>', 'how long the server may be silent', parseCount, 300)
    .option('-q, --quiet', 'no progress', false);
  for (const option of compareOptions()) command.addOption(option);
  command.action((captures: string[], { session, header, ignore, timeout, filter, concurrency, ...flags }: ReplayFlags) =>
    replayCommand({
      ...{ captures, sessions: session, headers: header, ignored: ignore, timeoutMs: timeout * 1000, ...flags },
      ...(filter && { filter }),
      ...(concurrency !== undefined && { concurrency }),
    }),
  );
}
