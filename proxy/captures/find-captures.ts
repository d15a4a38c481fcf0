import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';

/** What a name on the command line stands for. */
export type FoundCapture = { readonly file: string } | { readonly file: string; readonly problem: string };

/** Standard input. */
export const STANDARD_INPUT = '-';

/** What captures are called, where a whole folder is meant: text files are mostly something else. A file that is named may be called anything. */
const ENDINGS = ['pcapng', 'pcap', 'cap', 'har', 'saz', 'jsonl'];

/** What the file of marks beside a capture is called: the name of the capture, and this. */
export const MARKS_ENDING = '.marks.jsonl';

/**
 * The files that are meant, each once, in the order of the names: a file, a folder with all that is below it, or a pattern
 * such as `logs/*.pcapng`, which not every shell expands. What stands for nothing has a problem.
 */
export async function findCaptures(names: readonly string[]): Promise<readonly FoundCapture[]> {
  const found = new Map<string, FoundCapture>();
  for (const name of names) {
    for (const capture of await meant(slashed(name))) {
      const path = capture.file === STANDARD_INPUT ? capture.file : resolve(capture.file);
      if (!found.has(path)) found.set(path, capture);
    }
  }
  return [...found.values()];
}

async function meant(name: string): Promise<readonly FoundCapture[]> {
  if (name === STANDARD_INPUT) return [{ file: name }];
  const kind = await kindOf(name);
  if (kind === 'folder') return below(name);
  return kind === 'nothing' && isDynamicPattern(name) ? matching(name) : [{ file: name }];
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    // Whatever the reason is, reading it will tell.
    return 'nothing';
  }
}

async function below(folder: string): Promise<readonly FoundCapture[]> {
  const found = await glob(`**/*.{${ENDINGS}}`, { cwd: folder, caseSensitiveMatch: false, followSymbolicLinks: false });
  const files = found.filter(isNoMarks);
  if (files.length === 0) return [{ file: folder, problem: `There is no capture in it: no file that ends in .${ENDINGS.join(', .')}.` }];
  return files.sort().map((file) => ({ file: slashed(join(folder, file)) }));
}

async function matching(pattern: string): Promise<readonly FoundCapture[]> {
  const found = await glob(pattern, { absolute: isAbsolute(pattern), followSymbolicLinks: false, expandDirectories: false });
  const files = found.filter(isNoMarks);
  if (files.length === 0) return [{ file: pattern, problem: 'No file matches it.' }];
  return files.sort().map((file) => ({ file }));
}

/** What bitstap wrote beside a capture is none. */
function isNoMarks(file: string): boolean {
  return !file.toLowerCase().endsWith(MARKS_ENDING);
}

/** Windows takes both, and reports read the same everywhere. */
function slashed(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
