import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProxyError } from '../errors.ts';
import { DISK, errorCode } from '../store/disk.ts';
import { Recorder, type RecorderSettings } from '../store/recorder.ts';
import type { RecordingFault } from '../store/recording-news.ts';

export interface RecordingOptions {
  /** Absent: a temporary one, which goes away when it is closed. */
  readonly file?: string;
  /** Overwrite the file. */
  readonly force?: boolean;
  readonly maxBodyBytes?: number;
  /** Of all its parts. Default: no limit for a file, 1 GiB for a temporary one. */
  readonly maxBytes?: number;
  /** That may wait in memory for the disk. Default 64 MiB. */
  readonly maxWaitingBytes?: number;
  readonly redact?: boolean;
}

export interface Recording {
  readonly recorder: Recorder;
  close(): Promise<void>;
}

const MAX_TEMPORARY_BYTES = 1024 ** 3;
const MAX_WAITING_BYTES = 64 * 1024 ** 2;
/** Less would be gone before anybody looks. */
export const MIN_RECORDING_BYTES = 1024 ** 2;
const RETRY_MS = 2_000;

/** Begins a recording. `tell` gets what becomes of it. Rejects with ProxyError; nothing is left behind then. */
export async function openRecording(options: RecordingOptions, tell: (fault: RecordingFault) => void): Promise<Recording> {
  const { maxBytes = MIN_RECORDING_BYTES } = options;
  if (maxBytes < MIN_RECORDING_BYTES) throw new ProxyError('bad-option', '--max-recording is too small: give 1mb or more.');
  return options.file === undefined ? openTemporary(options, tell) : openFile(options.file, options, tell);
}

async function openFile(file: string, options: RecordingOptions, tell: RecorderSettings['tell']): Promise<Recording> {
  const recorder = new Recorder({
    ...settingsOf(options),
    tell,
    file,
    kind: 'file',
    maxBytes: options.maxBytes ?? Number.POSITIVE_INFINITY,
  });
  try {
    await recorder.create(options.force ? 'replace' : 'new');
  } catch (error) {
    throw new ProxyError('file-unwritable', refusal(file, error), { cause: error });
  }
  return { recorder, close: () => recorder.close() };
}

async function openTemporary(options: RecordingOptions, tell: RecorderSettings['tell']): Promise<Recording> {
  const maxBytes = options.maxBytes ?? MAX_TEMPORARY_BYTES;
  let folder = '';
  // Also where the disk keeps the orderly way waiting for so long that the process ends without it.
  const remove = () => folder !== '' && rmSync(folder, { recursive: true, force: true });
  try {
    folder = await mkdtemp(join(tmpdir(), 'bitstap-'));
    const recorder = new Recorder({ ...settingsOf(options), tell, file: join(folder, 'recording.pcapng'), kind: 'temporary', maxBytes });
    await recorder.create('new');
    process.once('exit', remove);
    const close = async () => {
      await recorder.close();
      process.off('exit', remove);
      remove();
    };
    return { recorder, close };
  } catch (error) {
    remove();
    const message = `Can't make a temporary recording in ${tmpdir()} (${reasonOf(error)}). Name a file with --record, or use --no-record.`;
    throw new ProxyError('file-unwritable', message, { cause: error });
  }
}

function settingsOf({ maxBodyBytes = Number.POSITIVE_INFINITY, maxWaitingBytes = MAX_WAITING_BYTES, redact = false }: RecordingOptions) {
  return { maxBodyBytes, maxWaitingBytes, redact, disk: DISK, retryMs: RETRY_MS };
}

function refusal(file: string, error: unknown): string {
  switch (errorCode(error)) {
    case 'EEXIST':
      return `${file} exists already. Name another file with --record, or overwrite it with --force.`;
    case 'ENOENT':
      return `Can't record to ${file}: there is no folder ${dirname(file)}. Make it first.`;
    case 'EACCES':
    case 'EPERM':
      return `Can't record to ${file}: no permission. Name another file with --record.`;
    default:
      return `Can't record to ${file} (${reasonOf(error)}). Name another file with --record.`;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
