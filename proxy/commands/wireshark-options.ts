import type { Command } from 'commander';
import { wiresharkCommand } from './wireshark.ts';

export function addWiresharkCommand(program: Command): void {
  program
    .command('wireshark')
    .description('a Lua dissector that makes Wireshark and tshark show BITS packets, with fields to filter by')
    .option('-o, --output <file>', 'where it is written (default: standard output)')
    .action((flags: { readonly output?: string }) => wiresharkCommand(flags));
}
