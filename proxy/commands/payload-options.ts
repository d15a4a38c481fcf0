import type { Command } from 'commander';
import { payloadCommand } from './payload.ts';

interface PayloadFlags {
  readonly session?: string;
  readonly output?: string;
  readonly reply: boolean;
  readonly partial: boolean;
  readonly force: boolean;
}

export function addPayloadCommand(program: Command): void {
  program
    .command('payload')
    .description('the file that was uploaded, rebuilt from a recording: exit code 1 where it is incomplete')
    .argument('<file...>', 'recordings or other captures; several make one timeline')
    .option('-s, --session <id>', "s1, the server's id, or a part of the file's name (default: the only session)")
    .option('-o, --output <file>', 'where it is written; - is standard output (default: it is only checked)')
    .option('--reply', "the server's reply instead", false)
    .option('--partial', 'write it also where it is incomplete, with zeros for what is missing', false)
    .option('--force', 'replace a file that is there', false)
    .action((files: string[], { session, output, reply, partial, force }: PayloadFlags) =>
      payloadCommand({
        files,
        ...(session !== undefined && { session }),
        ...(output !== undefined && { output }),
        part: reply ? 'reply' : 'upload',
        holes: partial ? 'zeros' : 'refused',
        existing: force ? 'replaced' : 'kept',
      }),
    );
}
