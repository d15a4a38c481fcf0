import { type Command, Option } from 'commander';
import type { Filter } from '../core/filter.ts';
import type { BodyChoice } from '../exports/export-format.ts';
import { EXPORT_FORMATS, exportFormat } from '../exports/formats.ts';
import { exportCommand } from './export.ts';
import { parseFilterOption, parseSize } from './values.ts';

interface ExportFlags {
  readonly format: string;
  readonly session?: readonly string[];
  readonly filter?: Filter;
  readonly output: string;
  readonly force: boolean;
  readonly redact?: boolean;
  readonly bodies?: BodyChoice;
  readonly maxSize?: bigint;
  readonly maxBody?: bigint;
  readonly quiet: boolean;
}

export function addExportCommand(program: Command): void {
  const names = EXPORT_FORMATS.map(({ name }) => name);
  const titles = EXPORT_FORMATS.map(({ name, title }) => `  ${name.padEnd(8)}${title}`).join('\n');
  program
    .command('export')
    .description('recorded traffic in another form, all of it or a part')
    .argument('<file...>', 'recordings or other captures; several make one timeline')
    .addOption(new Option('--format <format>', 'see below').choices(names).makeOptionMandatory())
    .option('-s, --session <id>', "only this one: s1, the server's id, or a part of the file's name; may be repeated", collected)
    .option('-f, --filter <filter>', 'only the exchanges that this selects', parseFilterOption)
    .option('-o, --output <file>', 'where it is written; - is standard output', '-')
    .option('--force', 'replace a file that is there', false)
    .option('--redact', 'take credentials out: Authorization, cookies, NTLM; html does, and those in URLs and keys in headers too')
    .option('--no-redact', 'leave credentials in')
    .option('--bodies <size>', 'bytes of each body that html has: none, a size, or all (default: none)', parseBodies)
    .option('--max-size <size>', 'largest file that html may become (default: 64mb)', parseSize)
    .option('--max-body <size>', 'longest body that HAR has; a longer one is left out (default: 10mb)', parseSize)
    .option('-q, --quiet', 'say nothing but errors', false)
    .addHelpText('after', `\nFormats:\n${titles}`)
    .action((files: string[], { session, filter, maxBody, maxSize, force, format: name, ...flags }: ExportFlags) => {
      const format = exportFormat(name);
      if (!format) throw new Error(`${name} was among the choices`);
      return exportCommand({
        ...{ files, format, sessions: session ?? [], existing: force ? 'replaced' : 'kept', ...flags },
        ...(filter && { filter }),
        ...(maxBody !== undefined && { maxBodyBytes: Number(maxBody) }),
        ...(maxSize !== undefined && { maxFileBytes: Number(maxSize) }),
      });
    });
}

function parseBodies(text: string): BodyChoice {
  return text === 'none' || text === 'all' ? text : Number(parseSize(text));
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
