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
  // Knuth's multiplicative hash of the offset: it does not repeat before 4 GiB.
  for (let at = 0; at < size; at += 1) bytes[at] = Math.imul(at + 1, 2_654_435_761) >>> 24;
  return bytes;
}
