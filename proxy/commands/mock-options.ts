import type { Command } from 'commander';
import type { Filter } from '../core/filter.ts';
import { collect } from './compare-options.ts';
import { mockCommand } from './mock.ts';
import { type Address, parseAddress, parseFactor, parseFilterOption } from './values.ts';

interface MockFlags {
  readonly listen: Address;
  readonly pace: number;
  readonly session: readonly string[];
  readonly filter?: Filter;
  readonly freshDates: boolean;
  readonly recordedHosts: boolean;
  readonly quiet: boolean;
}

export function addMockCommand(program: Command): void {
  program
    .command('mock')
    .description('be the recorded server: answers clients as it answered, also when they send other fragments')
    .argument('<file...>', 'captures; several make one timeline')
    .option('-l, --listen <[host:]port>', 'where to listen', parseAddress, parseAddress('8090'))
    .option('-p, --pace <factor>', 'answers as slowly as recorded with 1, twice as fast with 2, at once with 0', parseFactor, 0)
    .option('-s, --session <session>', 'only this one; may be repeated', collect, [])
    .option('-f, --filter <filter>', 'only sessions with what this selects', parseFilterOption)
    .option('--fresh-dates', 'Date is now, not as recorded', false)
    .option('--recorded-hosts', 'leave BITS-Host-Id and BITS-Reply-URL as recorded: the client then goes to those hosts', false)
    .option('-q, --quiet', 'no line for each request', false)
    .action((captures: string[], { session, filter, freshDates, recordedHosts, ...flags }: MockFlags) =>
      mockCommand({
        ...{ captures, sessions: session, ...flags },
        hosts: recordedHosts ? 'recorded' : 'own',
        dates: freshDates ? 'fresh' : 'recorded',
        ...(filter && { filter }),
      }),
    );
}
