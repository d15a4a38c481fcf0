import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** A file of `size` bytes in which no two fragments are alike. */
export async function testFile(size: number, name = 'report.bin'): Promise<{ path: string; bytes: Buffer }> {
  const path = join(await temporaryFolder(), name);
  const bytes = patterned(size);
  await writeFile(path, bytes);
  return { path, bytes };
}

function patterned(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 32) createHash('sha256').update(String(at)).digest().copy(bytes, at);
  return bytes;
}
