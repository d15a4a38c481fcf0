import type { BesideFile, ExportFormat, ExportOptions } from '../export-format.ts';
import type { ExportSource } from '../export-source.ts';
import { testFile } from '../test-file.ts';
import { trimmedRecording } from './pcapng.ts';

/** A vitest file, and beside it the recording that it plays. Credentials are never in it: it goes into a repository. */
export const test: ExportFormat = {
  name: 'test',
  extension: 'test.js',
  mediaType: 'text/javascript',
  title: 'Regression test for vitest that plays the recording beside it, as client or as server',
  write,
  beside,
};

const RECORDING = 'recording.pcapng';
const DEFAULT_FOLDER = 'bodies';

async function* write({ sessions, rows }: ExportSource, { folder = DEFAULT_FOLDER }: ExportOptions = {}): AsyncGenerator<string> {
  yield testFile({ sessions, rows, recording: `./${encodeURIComponent(folder)}/${RECORDING}` });
}

function* beside(source: ExportSource, options: ExportOptions = {}): Iterable<BesideFile> {
  yield { name: RECORDING, bytes: () => trimmedRecording(source, { ...options, redact: true }) };
}
