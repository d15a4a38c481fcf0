import { type Command, Option } from 'commander';
import type { Filter } from '../core/filter.ts';
import { collect } from './compare-options.ts';
import { findCommand } from './find.ts';
import { parseCount, parseFilterOption } from './values.ts';

interface FindFlags {
  readonly hex: boolean;
  readonly case: boolean;
  readonly in?: 'heads' | 'bodies';
  readonly session: readonly string[];
  readonly filter?: Filter;
  readonly limit?: number;
  readonly format: 'text' | 'json';
}

export function addFindCommand(program: Command): void {
  program
    .command('find')
    .description('finds text or bytes in the headers and bodies of recorded traffic: exit code 1 where there is none')
    .argument('<text>', 'in either case, as UTF-8 or UTF-16LE')
    .argument('<file...>', 'recordings or other captures; several make one timeline')
    .option('--hex', 'the text is bytes, as in "50 4b 03 04"', false)
    .option('--case', 'capital and small letters are not the same', false)
    .addOption(new Option('--in <place>', 'only in one of them').choices(['heads', 'bodies']))
    .option('-s, --session <session>', "only this one: s1, the server's id, or a part of the file's name; may be repeated", collect, [])
    .option('-f, --filter <filter>', 'only the exchanges that this selects', parseFilterOption)
    .option('--limit <n>', 'hits after which it ends (default: none)', parseCount)
    .addOption(new Option('--format <format>', 'how it is written').choices(['text', 'json']).default('text'))
    .action((text: string, files: string[], { case: isExact, session, in: place, filter, limit, ...flags }: FindFlags) =>
      findCommand({
        ...{ text, files, sessions: session, letterCase: isExact ? 'exact' : 'any', ...flags },
        ...(place && { place }),
        ...(filter && { filter }),
        ...(limit !== undefined && { limit }),
      }),
    );
}
