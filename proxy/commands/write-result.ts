import { open } from 'node:fs/promises';
import { ProxyError } from '../errors.ts';

const PIECE_CHARACTERS = 64 * 1024;

/** Writes a result to a file, or to standard output where none is named. Rejects with ProxyError. */
export async function writeResult(pieces: Iterable<string>, file?: string): Promise<void> {
  if (file === undefined) return writeToStandardOutput(joined(pieces));
  await writing(file, 'w', async (handle) => {
    for (const piece of joined(pieces)) await handle.write(piece);
  });
}

/** Makes sure before long work that a file can be written. What is in it stays. */
export async function ensureWritable(file: string): Promise<void> {
  await writing(file, 'a', async () => {});
}

async function writing(file: string, flags: 'w' | 'a', write: (handle: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  try {
    const handle = await open(file, flags);
    await write(handle).finally(() => handle.close());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProxyError('file-unwritable', `Can't write ${file}: ${why}. Choose another file.`, { cause: error });
  }
}

/** As they come; a reader that leaves early, as `head` does, has seen enough. */
export async function writeToStandardOutput(pieces: Iterable<string> | AsyncIterable<string | Uint8Array>): Promise<void> {
  let left = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    left = true;
  });
  for await (const piece of pieces) {
    if (left) return;
    await new Promise<void>((resolve) => process.stdout.write(piece, () => resolve()));
  }
}

/** Fewer and larger pieces. */
function* joined(pieces: Iterable<string>): Iterable<string> {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < PIECE_CHARACTERS) continue;
    yield waiting;
    waiting = '';
  }
  if (waiting !== '') yield waiting;
}
