import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asOneFile, type OneFile } from '../../../proxy/exports/as-one-file.ts';
import { curl } from '../../../proxy/exports/formats/curl.ts';
import { md } from '../../../proxy/exports/formats/md.ts';
import { tar } from '../../../proxy/exports/tar.ts';
import { exported, recorded } from '../../kit/recorded.ts';
import { allSamples } from '../../kit/samples.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';

const SOURCE = exported(recorded(allSamples().find(({ name }) => name === 'clean-upload')?.events ?? []));

async function bytesOf({ pieces }: OneFile): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}

describe('an export as one file', () => {
  it('is what it is where it has nothing beside it', async () => {
    const file = await asOneFile(md, SOURCE);
    expect([file.extension, file.mediaType]).toEqual(['md', 'text/markdown; charset=utf-8']);
    expect((await bytesOf(file)).toString()).toMatch(/^# Upload of `report\.bin`/);
  });

  it.skipIf(process.platform === 'win32')('is an archive where it has, which tar unpacks', async () => {
    const file = await asOneFile(curl, SOURCE);
    expect([file.extension, file.mediaType]).toEqual(['tar', 'application/x-tar']);
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'a.tar'), await bytesOf(file));
    execFileSync('tar', ['-xf', 'a.tar'], { cwd: folder });
    expect(readdirSync(join(folder, 'bodies')).sort()).toEqual(['x3.bin', 'x4.bin']);
    expect(readFileSync(join(folder, 'bodies/x3.bin'), 'latin1')).toBe('hello ');
    expect(readFileSync(join(folder, 'upload.sh'), 'latin1')).toContain('BODIES=$(dirname -- "$0")/bodies');
  });
});

describe('an archive', () => {
  it('ends with two empty blocks, and has whole blocks only', async () => {
    const pieces: Uint8Array[] = [];
    const bytes = async function* () {
      yield Buffer.from('abc');
    };
    for await (const piece of tar([{ name: 'a', size: 3, mode: 'file', bytes }])) pieces.push(Uint8Array.from(piece));
    const whole = Buffer.concat(pieces);
    expect(whole.length).toBe(512 * 4);
    expect(whole.subarray(512, 516).toString('latin1')).toBe('abc\0');
    expect(whole.subarray(1024).every((byte) => byte === 0)).toBe(true);
  });

  it('has files of more than eight gigabytes', async () => {
    const [header] = [await tar([{ name: 'a', size: 2 ** 33, mode: 'file', async *bytes() {} }]).next()];
    const block = Buffer.from(header?.value ?? []);
    expect(block[124]).toBe(0x80);
    expect(block.readBigUInt64BE(128)).toBe(2n ** 33n);
  });
});
