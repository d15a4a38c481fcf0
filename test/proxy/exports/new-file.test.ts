import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProxyError } from '../../../proxy/errors.ts';
import { NewFile, type NewFileOptions } from '../../../proxy/exports/new-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const create = (name: string, options: NewFileOptions = { existing: 'kept' }) => NewFile.create(join(folder, name), options);
const refusal = (work: Promise<unknown>) => expect(work).rejects;
const text = (name: string) => readFileSync(join(folder, name), 'latin1');

describe('a new file', () => {
  it('has its name only when it is whole', async () => {
    const file = await create('a.bin');
    await file.write(Buffer.from('abc'));
    expect(readdirSync(folder)).not.toContain('a.bin');
    await file.write(Buffer.from('def'));
    await file.keep();
    expect(readdirSync(folder)).toEqual(['a.bin']);
    expect(text('a.bin')).toBe('abcdef');
  });

  it('has zeros for what was skipped, up to its size', async () => {
    const file = await create('a.bin');
    await file.write(Buffer.from('abc'), 2);
    await file.keep(7);
    expect(text('a.bin')).toBe('\0\0abc\0\0');
  });

  it.skipIf(process.platform === 'win32')('takes no room for its zeros', async () => {
    const file = await create('a.bin');
    await file.write(Buffer.from('abc'), 50_000_000);
    await file.keep(100_000_000);
    expect(statSync(join(folder, 'a.bin')).size).toBe(100_000_000);
    expect(statSync(join(folder, 'a.bin')).blocks * 512).toBeLessThan(1_000_000);
  });

  it('leaves nothing behind when it is discarded', async () => {
    const file = await create('a.bin');
    await file.write(Buffer.from('abc'));
    await file.discard();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a file that is there', () => {
  beforeEach(() => writeFileSync(join(folder, 'old'), 'old'));

  it('is kept', async () => {
    await refusal(create('old')).toThrow(/--force/);
    await refusal(create('old')).toThrow(ProxyError);
    expect(text('old')).toBe('old');
  });

  it('is kept also where it came meanwhile', async () => {
    const file = await create('late');
    writeFileSync(join(folder, 'late'), 'late');
    await refusal(file.keep()).toThrow(/--force/);
    expect(text('late')).toBe('late');
    expect(readdirSync(folder)).toEqual(['late', 'old']);
  });

  it('is replaced where that was asked for, and only when the new one is whole', async () => {
    const file = await create('old', { existing: 'replaced' });
    await file.write(Buffer.from('new'));
    expect(text('old')).toBe('old');
    await file.keep();
    expect(text('old')).toBe('new');
  });

  it('is never replaced while it is read', async () => {
    await refusal(create('old', { existing: 'replaced', apart: [join(folder, '.', 'old')] })).toThrow(/being read/);
  });

  it('is never replaced where it is no file', async () => {
    mkdirSync(join(folder, 'folder'));
    await refusal(create('folder', { existing: 'replaced' })).toThrow(/no file/);
  });
});

it('a file in a folder that is not there is refused', async () => {
  await refusal(create('nowhere/a.bin')).toThrow(/Can't write .*ENOENT/);
});
