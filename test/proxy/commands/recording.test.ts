import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { openRecording, type RecordingOptions } from '../../../proxy/commands/recording.ts';
import { startTap } from '../../../proxy/live/tap.ts';
import { Pipeline } from '../../../proxy/pipeline.ts';
import type { RecordingFault } from '../../../proxy/store/recording-news.ts';
import { Program, runTap } from '../../kit/program.ts';
import { listening } from '../../kit/wires.ts';
import { startedServer } from '../reference/started-server.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { testFile } from '../reference/test-file.ts';
import { uploadTo } from '../reference/upload-to.ts';
import { fragmentHead, Heard, Recorded } from '../store/recording-kit.ts';

async function recording(options: RecordingOptions) {
  const faults: RecordingFault[] = [];
  const { recorder, close } = await openRecording(options, (fault) => faults.push(fault));
  onTestFinished(close);
  return { recorder, close, faults };
}

async function tap(...args: string[]) {
  const started = await runTap('--no-dashboard', ...args);
  onTestFinished(async () => void (await started.program.stop()));
  return started;
}

describe('where it records', () => {
  it('is a file that only its owner may read', async () => {
    const file = join(await temporaryFolder(), 'x.pcapng');
    const { recorder } = await recording({ file });
    expect(recorder.status).toMatchObject({ files: [file], kind: 'file' });
    if (platform() !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is no file that exists, unless it is told so', async () => {
    const file = join(await temporaryFolder(), 'x.pcapng');
    await writeFile(file, 'precious');
    await expect(recording({ file })).rejects.toThrow(/x\.pcapng exists already.*--force/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    const { recorder } = await recording({ file, force: true });
    await recorder.flush();
    expect(new Heard([file]).faults).toEqual([]);
  });

  it('has to be a folder that is there', async () => {
    const file = join(await temporaryFolder(), 'no', 'x.pcapng');
    await expect(recording({ file })).rejects.toThrow(/there is no folder .*no\. Make it first/);
  });

  it('has to be a folder in which one may write', async (context) => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o500);
    if (process.getuid?.() === 0) return skipLoudly(context, 'root may write everywhere');
    await expect(recording({ file: join(folder, 'x.pcapng') })).rejects.toThrow(/no permission/);
  });

  it('is long enough that something is left to look at', async () => {
    await expect(recording({ maxBytes: 1000 })).rejects.toThrow(/--max-recording.*1mb/);
  });

  it('is a temporary file that goes away, where none is named', async () => {
    const { recorder, close } = await recording({});
    const [file = ''] = recorder.status.files;
    expect(recorder.status.kind).toBe('temporary');
    expect(existsSync(file)).toBe(true);
    await close();
    expect(existsSync(join(file, '..'))).toBe(false);
  });

  it('is a temporary folder that is made again when somebody has cleaned up', async () => {
    const { recorder, faults } = await recording({});
    const [file = ''] = recorder.status.files;
    await recorder.flush();
    await rm(join(file, '..'), { recursive: true });
    await pause(1_100);
    recorder.take({ type: 'opened', at: 1, connection: 'c1', client: '192.0.2.10:1', server: '192.0.2.1:80' });
    await recorder.flush();
    await recorder.flush();
    expect(faults.map(({ code }) => code)).toEqual(['recording-lost']);
    expect(existsSync(file)).toBe(true);
  });
});

describe('traffic', () => {
  it('does not wait for a disk that writes nothing', async () => {
    const recorded = await Recorded.start({ maxWaitingBytes: 1024 ** 2 });
    await recorded.recorder.flush();
    recorded.disk.hold();
    const pipeline = new Pipeline();
    pipeline.record(recorded.recorder);
    const server = await startedServer();
    const options = { hostHeader: 'client', allowForward: false, insecure: false } as const;
    const running = await startTap({ target: new URL(server.url), listen: { host: '127.0.0.1', port: 0 }, ...options }, pipeline.feed);
    onTestFinished(() => running.close());
    const { path, bytes } = await testFile(8_000_000);
    await uploadTo(`http://127.0.0.1:${running.address.port}/report.bin`, path);
    expect(readFileSync(join(server.dir, 'report.bin')).equals(bytes)).toBe(true);
    await pipeline.close();
    expect(recorded.codes).toEqual(['recording-cut']);
    expect(recorded.recorder.status.share).toBe('heads');
    recorded.disk.release();
    await recorded.recorder.close();
    // Every packet is there with its head; the file that was uploaded mostly is not.
    const heads = recorded.captured().bytes('c1', 'client').toString('latin1');
    expect(heads.match(/BITS-Packet-Type: [A-Z][a-z-]+/gi)?.length).toBeGreaterThanOrEqual(5);
    expect(recorded.recorder.status.cutBytes).toBeGreaterThan(5_000_000);
  });

  it('goes on when the recorder has a bug, which is said', async () => {
    const pipeline = new Pipeline();
    const codes: string[] = [];
    pipeline.listen((events) => codes.push(...events.flatMap((event) => (event.type === 'fault' ? [event.code] : [event.type]))));
    pipeline.record({
      wantsBodies: false,
      take: () => {
        throw new Error('a bug');
      },
    });
    pipeline.feed({ type: 'opened', at: 1, connection: 'c1', client: '192.0.2.10:1' });
    pipeline.feed({ type: 'closed', at: 2, connection: 'c1', by: 'client', how: 'fin' });
    await pipeline.close();
    expect(codes).toEqual(['connection', 'recording-failed', 'connection']);
  });
});

describe('bitstap --record', () => {
  it('has, of an upload, what went over the wire, and says where it is', async () => {
    const file = join(await temporaryFolder(), 'x.pcapng');
    const { program, address } = await tap('--record', file);
    const { path, bytes } = await testFile(300_000);
    expect(await new Program('upload', path, `http://${address}/report.bin`, '--fragment-size', '100000').exit()).toBe(0);
    expect(await program.stop()).toBe(0);
    expect(program.talk).toMatch(/recording \S+x\.pcapng/);
    expect(program.talk).toMatch(new RegExp(`recorded {2}\\S+x\\.pcapng \\(${statSync(file).size} bytes\\)`));
    const heard = new Heard([file]);
    expect(heard.faults).toEqual([]);
    for (let at = 0; at < bytes.length; at += 100_000)
      expect(heard.bytes('c1', 'client').indexOf(bytes.subarray(at, at + 100_000))).toBeGreaterThan(0);
    const check = new Program('check', file);
    expect(await check.exit()).toBe(0);
    expect(check.out).toMatch(/Complete: 300,000 bytes in 3 Fragments/);
  });

  it('says in one line that the file is there already, and exits with 2', async () => {
    const file = join(await temporaryFolder(), 'x.pcapng');
    await writeFile(file, 'precious');
    const program = new Program('--record', file, '--listen', '0');
    expect(await program.exit()).toBe(2);
    expect(program.talk).toBe(`bitstap: ${file} exists already. Name another file with --record, or overwrite it with --force.\n`);
  });

  it('keeps as much of each body as --max-body says, and is still checked', async () => {
    const file = join(await temporaryFolder(), 'x.pcapng');
    const { program, address } = await tap('--record', file, '--max-body', '1k');
    const { path, bytes } = await testFile(300_000);
    expect(await new Program('upload', path, `http://${address}/report.bin`, '--fragment-size', '100000').exit()).toBe(0);
    expect(await program.stop()).toBe(0);
    expect(statSync(file).size).toBeLessThan(30_000);
    const said = new Heard([file]).bytes('c1', 'client');
    expect(said.indexOf(bytes.subarray(0, 1024))).toBeGreaterThan(0);
    expect(said.indexOf(bytes.subarray(0, 1025))).toBe(-1);
    const check = new Program('check', file);
    expect(await check.exit()).toBe(0);
    expect(check.out).toMatch(/Complete: 300,000 bytes in 3 Fragments/);
  });

  it('leaves a file that can be read to its last whole block when it is killed under load', async () => {
    const file = join(await temporaryFolder(), 'x.pcapng');
    const sink = createServer((socket) => socket.resume().on('error', () => {}));
    const port = await listening(sink);
    onTestFinished(() => void sink.close());
    const { program, address } = await tap(`http://127.0.0.1:${port}`, '--host-header', 'client', '--record', file);
    const { bytes } = await testFile(60_000_000);
    const client = connect(Number(address.split(':')[1]), '127.0.0.1').on('error', () => {});
    onTestFinished(() => void client.destroy());
    const head = fragmentHead(bytes.length * 100);
    client.write(head);
    for (let count = 0; count < 4; count += 1) client.write(bytes);
    while (statSync(file).size < 20_000_000) await pause(1);
    program.process.kill('SIGKILL');
    await program.exit();
    const heard = new Heard([file]);
    expect(heard.faults.filter((code) => code !== 'capture-truncated')).toEqual([]);
    const said = heard.bytes('c1', 'client');
    expect(said.length).toBeGreaterThan(19_000_000);
    expect(said.equals(Buffer.concat([Buffer.from(head), bytes, bytes, bytes, bytes]).subarray(0, said.length))).toBe(true);
  });

  it('goes on tapping on a disk that is always full, and says so once', async (context) => {
    if (!existsSync('/dev/full')) return skipLoudly(context, 'there is no /dev/full');
    const { program, address } = await tap('--record', '/dev/full', '--force');
    await program.says(/\/dev\/full can't be written \(ENOSPC/);
    const { path } = await testFile(2_000_000);
    expect(await new Program('upload', path, `http://${address}/report.bin`).exit()).toBe(0);
    expect(await program.stop()).toBe(0);
    expect(program.talk.match(/ENOSPC/g)).toHaveLength(1);
    expect(program.talk).toMatch(/The recording lacks its end: \d+ MB|The recording lacks its end: [\d.]+ MB/);
  });

  it('goes on recording when a small disk that was full has room again', async (context) => {
    const folder = join(await temporaryFolder(), 'disk');
    await mkdir(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      // Only root may, on Linux, and not in every container.
      return skipLoudly(context, 'a small disk can not be mounted here');
    }
    onTestFinished(() => void execFileSync('umount', ['-l', folder]));
    await writeFile(join(folder, 'ballast'), Buffer.alloc(3_000_000));
    const file = join(folder, 'x.pcapng');
    const { program, address } = await tap('--record', file);
    const { path, bytes } = await testFile(2_000_000);
    expect(await new Program('upload', path, `http://${address}/report.bin`, '--fragment-size', '2mb').exit()).toBe(0);
    await program.says(/ENOSPC/);
    expect(new Heard([file]).faults).toEqual([]);
    await rm(join(folder, 'ballast'));
    await program.says(/x\.pcapng is written again/);
    expect(await program.stop()).toBe(0);
    expect(new Heard([file]).faults).toEqual([]);
    expect(new Heard([file]).bytes('c1', 'client').indexOf(bytes)).toBeGreaterThan(0);
  });
}, 60_000);

/** A proof that is not done on this machine is not silently taken for done. */
function skipLoudly({ skip }: TestContext, why: string): void {
  process.stderr.write(`NOT TESTED: ${why}\n`);
  skip(why);
}
