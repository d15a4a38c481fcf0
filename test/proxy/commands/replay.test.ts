import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { ack, created, fragment, ID, packet } from '../../kit/blocks.ts';
import { pcap } from '../../kit/capture-file.ts';
import { readConversation } from '../../kit/conversation.ts';
import { Program } from '../../kit/program.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';
import { scriptedServer, wellBehaved } from '../reference/scripted-server.ts';
import { startedServer } from '../reference/started-server.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { deafServer } from '../replay/replayed.ts';

/** An upload of 100 bytes, and whatever comes behind it. */
const upload = (path = '/report.bin', status = '200 OK') => [
  ...[packet('1.000 c1', 'Create-Session', { path }), created('1.010 c1', ID)],
  ...[fragment('2.000 c1', '0-99/100', { path }), ack('2.010 c1', status, 'BITS-Received-Content-Range: 100')],
  ...[packet('2.100 c1', 'Close-Session', { path }), ack('2.110 c1', '200 OK')],
];

const events = (...blocks: readonly string[]) =>
  readConversation(['0.000 c1 open 192.0.2.10:50211 192.0.2.1:80', ...blocks].map((block) => `=== ${block}`).join('\n'));

async function capture(traffic: readonly WireEvent[], name = 'upload.pcap'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, pcap(packetsOf(traffic), { linkType: 101 }));
  return path;
}

function run(...args: string[]): Program {
  const program = new Program(...args);
  onTestFinished(async () => {
    await program.stop();
  });
  return program;
}

describe('bitstap replay', () => {
  it('uploads again what was recorded', async () => {
    const server = await startedServer();
    const program = run('replay', await capture(events(...upload())), '--to', server.url, '--pace', '0');
    await program.exit();
    expect((await readFile(join(server.dir, 'report.bin'))).toString()).toBe('x'.repeat(100));
    expect(program.out).toMatch(
      /^replayed to http:\/\/127\.0\.0\.1:\d+\/, adaptive, 3 requests\n\ns1 http:\/\/bits\.example\.test\/report\.bin {2}↔ {2}s1/,
    );
  });

  it('exits with 0 when the server does as the recorded one did, and with 1 when it does not', async () => {
    const recorded = await capture(events(...upload()));
    const same = await scriptedServer((request) => wellBehaved(request));
    const ignored = ['--ignore', 'BITS-Session-Id', '--ignore', 'findings', '--pace', '0'];
    const good = run('replay', recorded, '--to', same.url.origin, ...ignored);
    expect([await good.exit(), good.talk, good.out.split('\n').at(-2)]).toEqual([0, '', '1 session compared, all as recorded']);
    const other = await scriptedServer((request) => (request.type === 'Close-Session' ? [500] : wellBehaved(request)));
    const bad = run('replay', recorded, '--to', other.url.origin, '--mode', 'exact', ...ignored);
    expect(await bad.exit()).toBe(1);
    expect(bad.out).toContain('  answer status: 200 → 500  close-session (x3) ↔ (x3)\n');
  });

  it('writes JSON', async () => {
    const server = await scriptedServer(wellBehaved);
    const program = run(
      'replay',
      await capture(events(...upload())),
      '--to',
      server.url.origin,
      '--pace',
      '0',
      '--format',
      'json',
      '--repeat',
      '2',
    );
    await program.exit();
    expect(JSON.parse(program.out)).toMatchObject({
      ...{ schema: 'bitstap-replay/1', mode: 'adaptive', requests: 6, repetitions: 2, zeroBytes: 0, interrupted: false },
      ...{ summary: { compared: 2 }, comparisons: [{ repetition: 1, comparison: { a: { session: 's1', acknowledged: '100' } } }, {}] },
    });
  });

  it('plays only what was asked for', async () => {
    const second = upload('/second.bin').map((block) => block.replace(/^(\d)/, (digit) => `${Number(digit) + 3}`));
    const recorded = await capture(events(...upload(), ...second));
    for (const choice of [
      ['--session', 'second'],
      ['--filter', 'file:second'],
    ]) {
      const server = await scriptedServer(wellBehaved);
      const program = run('replay', recorded, '--to', server.url.origin, '--pace', '0', ...choice);
      await program.exit();
      expect(new Set(server.requests.map(({ head }) => head.target))).toEqual(new Set(['/second.bin']));
    }
  });

  it('sends given headers', async () => {
    const server = await scriptedServer(wellBehaved);
    const program = run(
      'replay',
      await capture(events(...upload())),
      '--to',
      server.url.origin,
      '--pace',
      '0',
      '-H',
      'Authorization: Bearer mine',
    );
    await program.exit();
    expect(server.requests.map(({ header }) => header('Authorization'))).toEqual(Array(3).fill('Bearer mine'));
  });

  it('is interrupted by Ctrl-C in good order', async () => {
    const deaf = await deafServer();
    const program = run('replay', await capture(events(...upload())), '--to', deaf.url, '--pace', '0');
    await deaf.hears('Create-Session');
    expect(await program.stop()).toBe(2);
    expect(program.out).toContain('Interrupted. Cancelled on the server: 0 open sessions.');
  });

  it.each([
    [['--pace', 'x', '--to', 'http://127.0.0.1:9'], /is no number from 0/],
    [['--to', 'http://127.0.0.1:9', '-H', 'nonsense'], /Write it as Name: value/],
    [['--to', 'http://127.0.0.1:9', '-H', 'content-length: 5'], /different in each request/],
    [[], /required option '-t, --to <url>' not specified/],
    [['--to', 'http://127.0.0.1:9', '--session', 'nobody'], /There is no session "nobody"/],
    [['--to', 'http://127.0.0.1:9', '--filter', 'status:599'], /There is no session to replay/],
    [['--to', 'http://127.0.0.1:9'], /bitstap can't reach the server 127\.0\.0\.1:9/],
  ])('says in one line what it cannot do: %j', async (args, message) => {
    const program = run('replay', await capture(events(...upload())), '--pace', '0', ...args);
    expect(await program.exit()).toBe(2);
    expect(program.talk).toMatch(message);
    expect(program.talk).not.toMatch(/\n\s+at /);
  });
});

describe('bitstap diff', () => {
  it('exits with 0 when nothing differs, and with 1 when something does', async () => {
    const a = await capture(events(...upload()), 'a.pcap');
    const b = await capture(events(...upload('/other.bin')), 'b.pcap');
    const same = run('diff', a, b);
    expect([await same.exit(), same.out.split('\n').at(-2)]).toEqual([0, '1 compared, none differs']);
    const c = await capture(events(...upload('/report.bin', '201 Created')), 'c.pcap');
    const other = run('diff', a, c);
    expect([await other.exit(), other.out.split('\n').at(-2)]).toEqual([1, '1 compared, 1 differs']);
    expect(other.out).toContain('answer status: 200 → 201  fragment 0-99 (x2) ↔ 0-99 (x2)\n');
    const ignoring = run('diff', a, c, '--ignore', 'status', '--ignore', 'findings', '--ignore', 'outcome');
    expect(await ignoring.exit()).toBe(0);
  });

  it('compares two sessions of one capture, as JSON', async () => {
    const second = upload('/second.bin', '201 Created').map((block) => block.replace(/^(\d)/, (digit) => `${Number(digit) + 3}`));
    const file = await capture(events(...upload(), ...second));
    const program = run('diff', file, '--session', 's1', '--session', 'second.bin', '--format', 'json');
    expect(await program.exit()).toBe(1);
    expect(JSON.parse(program.out)).toMatchObject({
      ...{ schema: 'bitstap-diff/1', differs: true },
      sessions: [{ a: { session: 's1' }, b: { session: 's2' } }],
    });
  });

  it('wants two of something', async () => {
    const file = await capture(events(...upload()));
    const program = run('diff', file);
    expect(await program.exit()).toBe(2);
    expect(program.talk).toMatch(/Give two captures, or two sessions of one/);
  });
});
