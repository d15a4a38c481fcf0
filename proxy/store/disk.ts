import { mkdir, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReadableFile } from './indexed-bytes.ts';

/** A file that is being written, and read where it is written already. */
export interface WritableFile extends ReadableFile {
  /** All of them, one behind the other. Where it rejects, some may have been written. */
  write(pieces: readonly Uint8Array[], place: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Whether its name still leads to it. */
  isThere(): Promise<boolean>;
  close(): Promise<void>;
}

export interface Disk {
  /** `replace`: whatever has that name. `new`: rejects with EEXIST if something has. `folder`: made too, where it is gone. */
  create(path: string, options: { readonly how: 'new' | 'replace'; readonly folder: 'made' | 'given' }): Promise<WritableFile>;
  /** Nothing happens where it is gone already. */
  remove(path: string): Promise<void>;
}

/** Recorded traffic has credentials in it. */
const FOR_THE_OWNER = 0o600;

export const DISK: Disk = {
  async create(path, { how, folder }) {
    if (folder === 'made') await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, how === 'new' ? 'wx+' : 'w+', FOR_THE_OWNER);
    const { dev, ino } = await file.stat({ bigint: true });
    return {
      read: (buffer, offset, length, position) => file.read(buffer, offset, length, position),
      async write(pieces, place) {
        for (let rest = pieces, at = place; rest.length > 0; ) {
          const { bytesWritten } = await file.writev(rest, at);
          at += bytesWritten;
          rest = behind(rest, bytesWritten);
        }
      },
      truncate: (length) => file.truncate(length),
      async isThere() {
        const now = await unlessMissing(stat(path, { bigint: true }));
        return now?.dev === dev && now.ino === ino;
      },
      close: () => file.close(),
    };
  },
  async remove(path) {
    await unlessMissing(unlink(path));
  },
};

/** The pieces without so many bytes at their beginning. */
function behind(pieces: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let skipped = 0;
  for (const [index, piece] of pieces.entries()) {
    if (skipped + piece.length > written) return [piece.subarray(written - skipped), ...pieces.slice(index + 1)];
    skipped += piece.length;
  }
  return [];
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** As in `ENOSPC`, for errors of the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
