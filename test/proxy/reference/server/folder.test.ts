import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locate } from '../../../../proxy/reference/server/folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('locate', () => {
  it('makes the folders of a destination when asked to', async () => {
    const root = await temporaryFolder();
    expect(await locate(root, ['a', 'b', 'file'], 'make')).toBe(join(root, 'a', 'b', 'file'));
    expect(await readdir(join(root, 'a'))).toEqual(['b']);
  });

  it('leaves missing folders alone when only asking whether it would do', async () => {
    const root = await temporaryFolder();
    expect(await locate(root, ['a', 'b', 'file'], 'leave')).toBe(join(root, 'a', 'b', 'file'));
    expect(await readdir(root)).toEqual([]);
  });

  it('denies what exists: file, or link to nowhere', async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, 'file'), '');
    await link('nowhere', join(root, 'link'), 'file');
    await expect(locate(root, ['file'], 'make')).rejects.toMatchObject({ kind: 'access-denied' });
    await expect(locate(root, ['link'], 'make')).rejects.toMatchObject({ kind: 'access-denied' });
    await expect(locate(root, ['file', 'below'], 'make')).rejects.toMatchObject({ kind: 'access-denied' });
  });

  it('calls a directory an invalid destination', async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, 'a'));
    await expect(locate(root, ['a'], 'leave')).rejects.toMatchObject({ kind: 'invalid-request' });
  });

  it('follows no link out of the directory', async () => {
    const [root, outside] = [await temporaryFolder(), await temporaryFolder()];
    await link(outside, join(root, 'way-out'), 'junction');
    await expect(locate(root, ['way-out', 'file'], 'make')).rejects.toMatchObject({ kind: 'access-denied' });
    await expect(locate(root, ['way-out', 'a', 'file'], 'make')).rejects.toMatchObject({ kind: 'access-denied' });
    expect(await readdir(outside)).toEqual([]);
  });
});

/** On Windows links to files need a right that most users lack; one to a folder does there, too. */
async function link(target: string, path: string, type: 'file' | 'junction'): Promise<void> {
  await symlink(target, path, process.platform === 'win32' ? 'junction' : type);
}
