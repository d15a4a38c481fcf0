import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Filter } from '../core/filter.ts';
import { safeText } from '../core/safe-text.ts';
import type { Timeline } from '../core/timeline.ts';
import { ProxyError } from '../errors.ts';
import type { BesideFile, BodyChoice, ExportFormat, ExportOptions } from '../exports/export-format.ts';
import type { ExportSource } from '../exports/export-source.ts';
import { NewFile, type NewFileOptions } from '../exports/new-file.ts';
import type { LoadedRecording } from '../store/load-recording.ts';
import { choiceOf } from './chosen-sessions.ts';
import { loadShown } from './load-shown.ts';
import { sessionsNamed } from './session-named.ts';
import { writeToStandardOutput } from './write-result.ts';

export interface ExportCommandOptions {
  readonly files: readonly string[];
  readonly format: ExportFormat;
  /** As `sessionNamed` reads them; none: all, and what belongs to no session. */
  readonly sessions: readonly string[];
  readonly filter?: Filter;
  /** `-` is standard output. */
  readonly output: string;
  readonly existing: NewFileOptions['existing'];
  /** Absent: as the format does by itself. */
  readonly redact?: boolean;
  readonly maxBodyBytes?: number;
  readonly bodies?: BodyChoice;
  readonly maxFileBytes?: number;
  readonly quiet: boolean;
}

const STANDARD_OUTPUT = '-';

/** `bitstap export FILE…`: recorded traffic in another form. */
export async function exportCommand(options: ExportCommandOptions): Promise<void> {
  const { files, sessions, filter, output } = options;
  ensureFit(options);
  const choose = choiceOf(sessions);
  const recording = await loadShown(files, { choose, filter, progress: options.quiet ? 'quiet' : 'shown' });
  try {
    const source = sourceOf(recording, sessions, filter);
    if (source.rows.length === 0) process.stderr.write('bitstap: nothing was selected.\n');
    if (output === STANDARD_OUTPUT) await writeToStandardOutput(options.format.write(source, optionsOf(options)));
    else await writeFiles(source, options);
  } finally {
    await recording.close();
  }
}

/** What can't be told apart from a terminal, or needs more than one file, needs a name. */
function ensureFit({ format, output }: ExportCommandOptions): void {
  if (output !== STANDARD_OUTPUT) return;
  if (format.beside)
    throw new ProxyError('bad-option', `${format.name} is more than one file: name one with --output, the others go beside it.`);
  if (format.name === 'pcapng' && process.stdout.isTTY)
    throw new ProxyError('bad-option', 'This is a terminal, and a recording is no text: name a file with --output, or pipe it on.');
}

function sourceOf(
  { timeline, bytes, marks, problems }: LoadedRecording,
  names: readonly string[],
  filter: Filter | undefined,
): ExportSource {
  const rows = [...timeline.rows.values()];
  const selected = filter && !filter.isEmpty ? [`Only what a filter selects is in this: ${filter.toString()}`] : [];
  const notes = [...selected, ...problems.map((problem) => `Not all could be read: ${problem}`)];
  return {
    sessions: names.length > 0 ? sessionsNamed(timeline, names) : sessionsOf(timeline),
    rows,
    connections: timeline.connections,
    bytes,
    marks,
    notes,
  };
}

/** Those of which there is a row. */
function sessionsOf({ sessions, rows }: Timeline) {
  const seen = new Set([...rows.values()].map(({ exchange }) => exchange.session));
  return [...sessions.values()].filter(({ id }) => seen.has(id));
}

function optionsOf({ redact, maxBodyBytes, bodies, maxFileBytes, output, quiet }: ExportCommandOptions): ExportOptions {
  return {
    ...(redact !== undefined && { redact }),
    ...(bodies !== undefined && { bodies }),
    ...(maxFileBytes !== undefined && { maxFileBytes }),
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
    ...(output !== STANDARD_OUTPUT && { folder: folderBeside(basename(output)) }),
    say: (sentence) => {
      if (!quiet) process.stderr.write(`bitstap: ${safeText(sentence)}\n`);
    },
  };
}

function folderBeside(file: string): string {
  return `${file}.bodies`;
}

/** The bodies first: a script that is there can be run. */
async function writeFiles(source: ExportSource, options: ExportCommandOptions): Promise<void> {
  const { format, output, existing, files } = options;
  const main = await NewFile.create(output, { existing, apart: files });
  try {
    for (const file of format.beside?.(source, optionsOf(options)) ?? []) await writeBeside(file, options);
    for await (const piece of format.write(source, optionsOf(options))) await main.write(Buffer.from(piece));
  } catch (error) {
    await main.discard();
    throw error;
  }
  await main.keep();
}

async function writeBeside({ name, bytes }: BesideFile, { output, existing, files }: ExportCommandOptions): Promise<void> {
  const folder = folderBeside(output);
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new ProxyError('file-unwritable', `Can't make the folder ${folder}: ${error.message}. Choose another file.`, { cause: error });
  });
  const file = await NewFile.create(join(folder, name), { existing, apart: files });
  try {
    for await (const piece of bytes()) await file.write(piece);
  } catch (error) {
    await file.discard();
    throw error;
  }
  await file.keep();
}
