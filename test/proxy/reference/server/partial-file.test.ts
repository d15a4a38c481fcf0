import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PartialFile } from '../../../../proxy/reference/server/partial-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function partial(): Promise<{ folder: string; path: string; file: PartialFile }> {
  const folder = await temporaryFolder();
  const path = join(folder, 'part');
  const file = new PartialFile(path);
  await file.create();
  return { folder, path, file };
}

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* cutAfter(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  throw new Error('cut');
}

describe('PartialFile', () => {
  it('writes one run of bytes after the other', async () => {
    const { path, file } = await partial();
    await file.write(0n, chunks('hel', 'lo '));
    await file.write(6n, chunks('world'));
    expect(await readFile(path, 'utf8')).toBe('hello world');
  });

  it('is as before after a write that broke off', async () => {
    const { path, file } = await partial();
    await file.write(0n, chunks('hello '));
    await expect(file.write(6n, cutAfter('wor'))).rejects.toThrow('cut');
    expect(await readFile(path, 'utf8')).toBe('hello ');
  });

  it('takes its name when it is published', async () => {
    const { folder, file } = await partial();
    await file.write(0n, chunks('hello'));
    await file.publish(join(folder, 'report'));
    expect(await readdir(folder)).toEqual(['report']);
    expect(await readFile(join(folder, 'report'), 'utf8')).toBe('hello');
  });

  it('overwrites nothing, and may then be published under another name', async () => {
    const { folder, file } = await partial();
    await writeFile(join(folder, 'taken'), 'old');
    await expect(file.publish(join(folder, 'taken'))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('old');
    await file.publish(join(folder, 'free'));
  });

  it('leaves no name behind when it cannot be published', async () => {
    const { folder, path, file } = await partial();
    await rm(path);
    await expect(file.publish(join(folder, 'report'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says that the session is lost when somebody deleted it', async () => {
    const { path, file } = await partial();
    await rm(path);
    await expect(file.write(0n, chunks('x'))).rejects.toMatchObject({ kind: 'session-not-found' });
  });
});
