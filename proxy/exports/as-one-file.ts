import type { BesideFile, ExportFormat, ExportOptions } from './export-format.ts';
import type { ExportSource } from './export-source.ts';
import { type ArchivedFile, tar } from './tar.ts';

export interface OneFile {
  readonly extension: string;
  readonly mediaType: string;
  readonly pieces: AsyncIterable<string | Uint8Array>;
}

const FOLDER = 'bodies';

/** An export for whoever can take one file only, as a browser's download: what has others beside it becomes a tar archive. */
export async function asOneFile(format: ExportFormat, source: ExportSource, options: ExportOptions = {}): Promise<OneFile> {
  const { extension, mediaType } = format;
  if (!format.beside) return { extension, mediaType, pieces: format.write(source, options) };
  const placed = { ...options, folder: FOLDER };
  const script = await scriptOf(format, source, placed);
  return { extension: 'tar', mediaType: 'application/x-tar', pieces: tar(archived(script, format.beside(source, placed))) };
}

/** Written twice, because an archive has to know its size before. */
async function scriptOf(format: ExportFormat, source: ExportSource, options: ExportOptions): Promise<ArchivedFile> {
  const size = await sizeOf(asBytes(format.write(source, options)));
  return { name: `upload.${format.extension}`, size, mode: 'script', bytes: () => asBytes(format.write(source, options)) };
}

async function* asBytes(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

async function* archived(script: ArchivedFile, beside: Iterable<BesideFile>): AsyncGenerator<ArchivedFile> {
  yield script;
  for (const { name, size, bytes } of beside)
    yield { name: `${FOLDER}/${name}`, size: size ?? (await sizeOf(bytes())), mode: 'file', bytes };
}

async function sizeOf(pieces: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const { length } of pieces) size += length;
  return size;
}
