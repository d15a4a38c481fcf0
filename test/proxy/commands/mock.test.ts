import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { pcapng } from '../../kit/capture-file.ts';
import { Program } from '../../kit/program.ts';
import { allSamples } from '../../kit/samples.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { testFile } from '../reference/test-file.ts';
import { uploadTo } from '../reference/upload-to.ts';

/** LINKTYPE_RAW. */
const RAW_IP = 101;

const running: Program[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});

async function captureOf(sample: string): Promise<string> {
  const { events = [] } = allSamples().find(({ name }) => name === sample) ?? {};
  const file = join(await temporaryFolder(), 'recorded.pcapng');
  await writeFile(file, pcapng(packetsOf(events), RAW_IP));
  return file;
}

async function mock(...args: string[]): Promise<{ readonly program: Program; readonly url: string }> {
  const program = new Program('mock', '--listen', '0', ...args);
  running.push(program);
  const [, url = ''] = await program.says(/mocking\s+(\S+)/);
  return { program, url };
}

describe('bitstap mock', () => {
  it('is the recorded server until Ctrl-C, and then says what was asked of it', async () => {
    const { program, url } = await mock(await captureOf('clean-upload'));
    const { path } = await testFile(11);
    const result = await uploadTo(`${url}inbox/report.bin`, path);
    expect(result.sessionId).toBe('{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}');
    expect(await program.stop()).toBe(0);
    expect(program.talk).toMatch(/← recorded\.pcapng: 1 session, 5 answers\nstop {6}Ctrl-C\n/);
    expect(program.talk).toContain('c1  Fragment 0-10/11 → 200 OK, next byte 11 (x4)\n');
    expect(program.talk).toContain('used      4 of 5 recorded answers\nunasked   x3 of s1: Fragment 0-5/11 → 200 OK\n');
    expect(program.out).toBe('');
  });

  it('answers for one session alone, and says nothing of requests when it should be quiet', async () => {
    const { program, url } = await mock(await captureOf('sessions-per-connection'), '--session', 's3', '--quiet');
    const { path } = await testFile(300);
    expect(await uploadTo(`${url}inbox/report.bin`, path)).toMatchObject({
      sessionId: '{C51A8F3D-0E72-4B96-8D14-2A6B9F07E3D8}',
      restarts: 0,
    });
    expect(await program.stop()).toBe(0);
    expect(program.talk).not.toContain('→');
  });

  it('answers for the sessions that a filter selects', async () => {
    const { url } = await mock(await captureOf('sessions-per-connection'), '--filter', 'type:close-session');
    const { path } = await testFile(300);
    expect(await uploadTo(`${url}inbox/report.bin`, path)).toMatchObject({ restarts: 0 });
  });

  it.each([
    [[], /missing required argument 'file'/],
    [['not-there.pcapng'], /not-there\.pcapng/],
    [['x', '--pace', 'fast'], /"fast" is no number from 0/],
  ])('says in one line why %j can not run', async (args, message) => {
    const program = new Program('mock', ...args);
    expect(await program.exit()).toBe(2);
    expect(program.talk).toMatch(message);
    expect(program.talk).not.toMatch(/\n\s+at /);
  });

  it('says that a capture has nothing to answer with', async () => {
    const file = join(await temporaryFolder(), 'empty.pcapng');
    await writeFile(file, pcapng([], RAW_IP));
    const program = new Program('mock', file, '--listen', '0');
    expect(await program.exit()).toBe(2);
    expect(program.talk).toContain('There is nothing to answer with in what was chosen.');
  });
});
