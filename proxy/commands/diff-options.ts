import { type Command, Option } from 'commander';
import { type CompareFlags, collect, compareOptions } from './compare-options.ts';
import { diffCommand } from './diff.ts';

interface DiffFlags extends CompareFlags {
  readonly session: readonly string[];
}

export function addDiffCommand(program: Command): void {
  const command = program
    .command('diff')
    .description('compares recorded sessions by what their packets do: exit code 1 where they differ')
    .argument('<a>', 'a capture')
    .argument('[b]', 'another one, or the same where it is left out')
    .addOption(
      new Option('-s, --session <session>', 'which one, of both captures; given twice: of the first, then of the second')
        .argParser(collect)
        .default([], 'all'),
    );
  for (const option of compareOptions()) command.addOption(option);
  command.action((a: string, b: string | undefined, { session, ignore, format }: DiffFlags) =>
    diffCommand({ a, ...(b !== undefined && { b }), sessions: session, ignored: ignore, format }),
  );
}
