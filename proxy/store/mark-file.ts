import { open, readFile, stat } from 'node:fs/promises';
import { MARKS_ENDING } from '../captures/find-captures.ts';
import { tryParse } from '../core/json.ts';
import { type MarkChange, readMarkChange } from '../core/mark.ts';
import { errorCode } from './disk.ts';

/** A larger one is not read. */
const MAX_BYTES = 64 * 1024 ** 2;
const OWNER_ONLY = 0o600;

export interface ReadMarks {
  readonly changes: readonly MarkChange[];
  /** Why not all of it could be read, a sentence. */
  readonly problem?: string;
}

/** Marks are kept beside a capture and never in it: it may be evidence. A line for each change. Never rejects. */
export async function readMarkFile(capture: string): Promise<ReadMarks> {
  const file = capture + MARKS_ENDING;
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) return { changes: [], problem: `${file} has more than ${MAX_BYTES} bytes: its marks are not shown.` };
    return readLines(file, await readFile(file, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { changes: [] };
    return {
      changes: [],
      problem: `${file} can't be read: ${error instanceof Error ? error.message : String(error)}. Its marks are not shown.`,
    };
  }
}

function readLines(file: string, text: string): ReadMarks {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // The last line of a file that was being written when the machine went down is none, for one.
  const changes = lines.flatMap((line) => readMarkChange(tryParse(line)) ?? []);
  const lost = lines.length - changes.length;
  return lost === 0 ? { changes } : { changes, problem: `${lost} of the ${lines.length} lines of ${file} are no marks, and are left out.` };
}

/** Rejects with the error of the system. */
export async function appendMarks(capture: string, changes: readonly MarkChange[]): Promise<void> {
  const handle = await open(capture + MARKS_ENDING, 'a+', OWNER_ONLY);
  try {
    const { size } = await handle.stat();
    const last = size > 0 ? (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString('latin1') : '\n';
    const lines = changes.map((change) => `${JSON.stringify(change)}\n`).join('');
    await handle.appendFile(last === '\n' ? lines : `\n${lines}`);
  } finally {
    await handle.close();
  }
}
