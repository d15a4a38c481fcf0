import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Destination } from './destination.ts';
import { errorCode, Refusal } from './refusal.ts';

/** Whether missing folders are made on the way. */
export type Missing = 'make' | 'leave';

/**
 * The file that a destination means. Follows no symbolic link below `root`, so that no link leads out of it, and refuses
 * a destination that exists: overwriting is off [BUP §2.2.1.2].
 */
export async function locate(root: string, destination: Destination, missing: Missing): Promise<string> {
  const folders = destination.slice(0, -1);
  let folder = root;
  for (const name of folders) {
    folder = join(folder, name);
    const kind = await kindOf(folder);
    if (kind === 'absent' && missing === 'leave') break;
    if (kind === 'absent') await mkdir(folder, { recursive: true });
    else if (kind !== 'folder') throw new Refusal('access-denied', 'a part of the path is no folder, or a link');
  }
  const file = join(root, ...destination);
  const kind = await kindOf(file);
  if (kind === 'folder') throw new Refusal('invalid-request', 'the URL names a directory');
  if (kind !== 'absent') throw new Refusal('access-denied', 'the file exists');
  return file;
}

async function kindOf(path: string): Promise<'absent' | 'folder' | 'other'> {
  try {
    return (await lstat(path)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'absent';
    throw error;
  }
}
