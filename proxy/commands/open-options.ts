import type { Command } from 'commander';
import { openCommand } from './open.ts';
import { type Address, parseAddress, parseCount, parseSize } from './values.ts';

interface OpenFlags {
  readonly dashboard: Address;
  readonly open: boolean;
  readonly quiet: boolean;
  readonly maxUpload: bigint;
  readonly maxSessions?: number;
}

export function addOpenCommand(program: Command): void {
  program
    .command('open')
    .description('the page on recorded traffic: look at it, and play it as it happened')
    .argument('<file...>', 'captures, folders, patterns, and - for standard input; several make one timeline')
    .option('-d, --dashboard <[host:]port>', 'where the page is served', parseAddress, parseAddress('8081'))
    .option('--open', 'open the page in a browser', false)
    .option('-q, --quiet', 'say nothing but errors', false)
    .option('--max-upload <size>', 'largest file that the page may send to be opened', parseSize, parseSize('8gb'))
    .option('--max-sessions <n>', 'sessions that are kept (default: 10000)', parseCount)
    .action((captures: string[], { dashboard, open, quiet, maxUpload, maxSessions }: OpenFlags) =>
      openCommand({
        ...{ captures, dashboard, quiet, openBrowser: open, maxUpload: Number(maxUpload) },
        ...(maxSessions !== undefined && { maxSessions }),
      }),
    );
}
