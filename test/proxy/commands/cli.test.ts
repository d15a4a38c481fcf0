import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Program, runTap } from '../../kit/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
const running: Program[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(bytes, 'x'));
  return path;
}

const events = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

async function tap(...args: string[]) {
  const started = await runTap(...args);
  running.push(started.program);
  return started;
}

describe('what cannot run says why in one line and exits with 2', () => {
  it.each([
    [['--no-such-option'], /unknown option '--no-such-option'/],
    [['--lissten', '1'], /Did you mean --listen/],
    [['not a url'], /is no http or https URL\. Write for example http:\/\/server:8080/],
    [['http://server/inbox'], /names a server, not a path/],
    [['--listen', 'x'], /is no \[HOST:\]PORT/],
    [['--host-header', 'both'], /Allowed choices are target, client/],
    [['serve'], /missing required argument 'dir'/],
    [['serve', join(folder, 'not-there'), '--listen', '0'], /not-there/],
    [['upload', join(folder, 'not-there'), 'http://127.0.0.1:9/f'], /not-there/],
    [['upload', file('empty', 0), 'http://127.0.0.1:9/f'], /empty/],
    [['upload', file('one', 1), 'http://127.0.0.1:9/f'], /127\.0\.0\.1:9/],
  ])('%j', async (args, message) => {
    const program = new Program(...args);
    expect(await program.exit()).toBe(2);
    expect(program.talk).toMatch(message);
    expect(program.talk.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    expect(program.talk).not.toMatch(/\n\s+at /);
  });

  it('a filter that is none, with a caret under the place', async () => {
    const program = new Program('--events', '-', '--filter', 'type:ping severty>=warning');
    expect(await program.exit()).toBe(2);
    expect(program.talk).toMatch(/Did you mean severity\?\n {2}type:ping severty>=warning\n {12}\^{7}\n$/);
  });

  it('a filter without events to choose from', async () => {
    const program = new Program('--filter', 'type:ping');
    expect(await program.exit()).toBe(2);
    expect(program.talk).toMatch(/^bitstap: --filter chooses among the events that --events writes/);
  });

  it('a port that is in use', async () => {
    const { address } = await tap('--no-dashboard');
    const second = new Program('--listen', address, '--no-dashboard');
    expect(await second.exit()).toBe(2);
    expect(second.talk).toMatch(/^bitstap: Port \d+ on 127\.0\.0\.1 is in use\. Choose another one with --listen/);
  });
}, 60_000);

describe('headless', () => {
  it('writes every event as a JSON line to a file, complete after Ctrl-C', async () => {
    const path = join(folder, 'events.jsonl');
    const { program, address } = await tap('--no-dashboard', '--events', path);
    expect(await new Program('upload', file('some.bin', 3000), `http://${address}/some.bin`, '--fragment-size', '1000').exit()).toBe(0);
    expect(await program.stop()).toBe(0);
    const written = events(readFileSync(path, 'utf8'));
    expect(written.map(({ seq }) => seq)).toEqual(written.map((_, index) => index + 1));
    const sessions = written.filter(({ type }) => type === 'session');
    expect(sessions.at(-1)).toMatchObject({ session: { state: 'COMPLETE', total: '3000', coverage: { acknowledged: '3000' } } });
  });

  it('writes them to standard output, and talk to standard error', async () => {
    const { program, address } = await tap('--no-dashboard', '--events', '-');
    await new Program('upload', file('a.bin', 10), `http://${address}/a.bin`).exit();
    await program.says(/"state":"COMPLETE"/);
    expect(await program.stop()).toBe(0);
    expect(events(program.out).length).toBeGreaterThan(10);
    expect(program.talk).toMatch(/tapping/);
  });

  it('writes only what a filter selects', async () => {
    const { program, address } = await tap('--no-dashboard', '--events', '-', '--filter', 'type:close-session');
    await new Program('upload', file('e.bin', 10), `http://${address}/e.bin`).exit();
    await program.says(/"state":"COMPLETE"/);
    expect(await program.stop()).toBe(0);
    expect(events(program.out).map(({ type }) => type)).toEqual(['exchange', 'packet', 'packet', 'session']);
  });

  it('goes on tapping when the file cannot be written', async () => {
    const { program, address } = await tap('--no-dashboard', '--events', join(folder, 'no-folder', 'events.jsonl'));
    await program.says(/can't write to .*events\.jsonl/);
    expect(await new Program('upload', file('b.bin', 10), `http://${address}/b.bin`).exit()).toBe(0);
  });
});

describe('the reference client through the tap', () => {
  it.each([
    ['1 byte', 1, 1000],
    ['exactly one fragment', 1000, 1000],
    ['many fragments', 100_001, 1000],
  ])('uploads %s to the embedded server', async (name, bytes, fragmentSize) => {
    const { address } = await tap('--no-dashboard');
    const upload = new Program(
      'upload',
      file(`${bytes}.bin`, bytes),
      `http://${address}/${bytes}.bin`,
      '--fragment-size',
      String(fragmentSize),
    );
    expect(await upload.exit(), name).toBe(0);
    expect(upload.out).toMatch(new RegExp(`^uploaded ${bytes} bytes in ${Math.ceil(bytes / fragmentSize)} fragments`));
    expect(upload.talk).toMatch(/uploading: \d+ % of/);
  });

  it('uploads through the tap as a forward proxy, and fetches the reply', async () => {
    const server = new Program('serve', folder, '--listen', '0', '--reply');
    running.push(server);
    const [, url = ''] = await server.says(/serving\s+(http\S+)/);
    expect(url, 'the option of the subcommand, not that of the tap').not.toContain(':8090');
    const { address } = await tap('--no-dashboard');
    const upload = new Program('upload', file('c.bin', 10), `${url.replace(/\/$/, '')}/uploaded-c.bin`, '--proxy', `http://${address}`);
    expect(await upload.exit()).toBe(0);
    expect(upload.out).toMatch(/reply: .*"sha256":"[0-9a-f]{64}"/);
    expect(readFileSync(join(folder, 'uploaded-c.bin')).length).toBe(10);
  });

  it('says that a file of no bytes cannot be uploaded this way, before any traffic', async () => {
    const { program, address } = await tap('--no-dashboard', '--events', '-');
    const upload = new Program('upload', file('nothing', 0), `http://${address}/nothing`);
    expect(await upload.exit()).toBe(2);
    expect(await program.stop()).toBe(0);
    expect(program.out).toBe('');
  });
});

it('ends within two seconds of Ctrl-C while clients are connected', async () => {
  const { program, address } = await tap();
  await new Program('upload', file('d.bin', 10), `http://${address}/d.bin`).exit();
  const ended = program.stop();
  const patience = new Promise((resolve) => setTimeout(() => resolve('too late'), 5000));
  expect(await Promise.race([ended, patience])).toBe(0);
});
