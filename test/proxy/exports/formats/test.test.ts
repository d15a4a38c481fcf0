import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import { test } from '../../../../proxy/exports/formats/test.ts';
import { exported, recorded } from '../../../kit/recorded.ts';
import { allSamples } from '../../../kit/samples.ts';
import { startedServer } from '../../reference/started-server.ts';
import { temporaryFolder } from '../../reference/temporary-folder.ts';
import { testFile as fileOfBytes } from '../../reference/test-file.ts';
import { trafficOfUploads } from '../../replay/recorded-upload.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const BITSTAP = join(ROOT, 'dist/proxy/main.js');

function sample(name: string): readonly WireEvent[] {
  return allSamples().find((one) => one.name === name)?.events ?? [];
}

/** The regression test of this traffic in a folder of its own, run with this environment. */
async function runTestOf(
  events: readonly WireEvent[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly out: string }> {
  const folder = await temporaryFolder();
  const source = exported(recorded(events));
  await writeFile(join(folder, 'recorded.test.js'), test.write(source, { folder: 'beside' }));
  await mkdir(join(folder, 'beside'));
  for (const { name, bytes } of test.beside?.(source) ?? []) await writeFile(join(folder, 'beside', name), bytes());
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env: { ...process.env, ...env, BITSTAP, NO_COLOR: '1' } }, (error, out, talk) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out + talk }),
    );
  });
}

describe('test', () => {
  it('has no credentials in its recording, asked to or not', async () => {
    const [file, ...others] = test.beside?.(exported(recorded(sample('ntlm')))) ?? [];
    const pieces: Uint8Array[] = [];
    for await (const piece of file?.bytes() ?? []) pieces.push(Buffer.from(piece));
    const text = Buffer.concat(pieces).toString('latin1');
    expect(others).toEqual([]);
    expect(text).toContain('Authorization: ');
    expect(text).not.toContain('TlRMTVNTUAABAAAA');
  });
});

describe('a regression test from a recording', { timeout: 120_000 }, () => {
  it('passes with the server that was recorded, and fails with one that does otherwise', async () => {
    const server = await startedServer();
    const events = await trafficOfUploads(1, 300, { fragmentSize: 100 });
    expect(await runTestOf(events, { BITS_URL: server.url })).toMatchObject({ code: 0, out: expect.stringContaining('1 passed') });
    const differs = await runTestOf(sample('premature-close'), { BITS_URL: server.url });
    expect(differs.code).toBe(1);
    expect(differs.out).toContain('Close-Session → 400, 0x80070057');
  });

  it('passes with a client that does what the recorded one did, and fails with one that does otherwise', async () => {
    const events = await trafficOfUploads(1, 300, { fragmentSize: 100 });
    const { path } = await fileOfBytes(300);
    const client = (size: number) => `"${process.execPath}" "${BITSTAP}" upload "${path}" "$BITS_URL" --fragment-size ${size}`;
    expect(await runTestOf(events, { BITS_CLIENT: client(100) })).toMatchObject({ code: 0, out: expect.stringContaining('1 passed') });
    const differs = await runTestOf(events, { BITS_CLIENT: client(150) });
    expect(differs.code).toBe(1);
    expect(differs.out).toContain('Fragment 150-299/300 → 200, next byte 300');
  });
});
