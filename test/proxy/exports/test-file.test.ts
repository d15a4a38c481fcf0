import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../../proxy/core/timeline.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { testFile } from '../../../proxy/exports/test-file.ts';
import { record, recordingOf } from '../../kit/recording.ts';
import { allSamples } from '../../kit/samples.ts';
import { startedServer } from '../reference/started-server.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { testFile as fileOfBytes } from '../reference/test-file.ts';
import { trafficOfUploads } from '../replay/recorded-upload.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BITSTAP = join(ROOT, 'dist/proxy/main.js');

function textOf({ sessions, rows }: Timeline): string {
  return testFile({ sessions: [...sessions.values()], rows: [...rows.values()], recording: './recording.pcapng' });
}

function sample(name: string): readonly WireEvent[] {
  return allSamples().find((one) => one.name === name)?.events ?? [];
}

/** The regression test of this traffic in a folder of its own, run with this environment. */
async function runTestOf(
  events: readonly WireEvent[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly out: string }> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'recording.pcapng'), record(events));
  await writeFile(join(folder, 'recorded.test.js'), textOf(recordingOf(events).timeline));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env: { ...process.env, ...env, BITSTAP, NO_COLOR: '1' } }, (error, out, talk) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out + talk }),
    );
  });
}

describe('testFile', () => {
  it('lists what is expected, to be read and changed', () => {
    const text = textOf(recordingOf(sample('premature-close')).timeline);
    expect(text).toContain(
      'const PACKETS = [\n  "Create-Session → 200",\n  "Fragment 0-99/300 → 200, next byte 100",\n  "Close-Session → 200"\n];',
    );
    expect(text).toContain('"premature-close-session (client)"');
    expect(text).not.toContain('{{');
  });

  it('gives strangers no way out of their string', () => {
    const { timeline } = recordingOf(sample('premature-close'));
    const sessions = [...timeline.sessions.values()].map((session) => ({ ...session, path: '/"\u2028;$&`', fileName: 'a\nb()' }));
    const text = testFile({ sessions, rows: [], recording: './r' });
    expect(text).toContain('const PATH = "/\\"\\u2028;$&`";');
    expect(text.split('\n')[0]).toContain('a⟨LF⟩b()');
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
