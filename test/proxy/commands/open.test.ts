import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { parse } from '../../../proxy/core/json.ts';
import { pcapng } from '../../kit/capture-file.ts';
import { Program } from '../../kit/program.ts';
import { allSamples } from '../../kit/samples.ts';
import { packetsOf } from '../../kit/tcp-peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'bitstap-test-'));
const programs: Program[] = [];

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const program of programs.splice(0)) await program.stop();
});

function capture(sample: string): string {
  const path = join(folder, `${sample}.pcapng`);
  const events = allSamples().find(({ name }) => name === sample)?.events ?? [];
  writeFileSync(path, pcapng(packetsOf(events), 101));
  return path;
}

/** What is asked of the dashboard at this address, as a script with its token. */
function asker(url: string) {
  const { origin, searchParams } = new URL(url);
  const headers = { authorization: `Bearer ${searchParams.get('token')}` };
  const ask = (path: string, init: RequestInit = {}) => fetch(`${origin}${path}`, { headers, ...init });
  return { ask, json: async (path: string, init?: RequestInit) => parse(await (await ask(path, init)).text()) };
}

async function open(...args: string[]) {
  const program = new Program('open', '-d', '127.0.0.1:0', ...args);
  programs.push(program);
  const [, url = ''] = await program.says(/^page\s+(http\S+)/m);
  const dashboard = asker(url);
  await expect.poll(() => dashboard.json('/api/play')).toMatchObject({ state: { mode: 'paused' } });
  return { program, ...dashboard };
}

describe('bitstap open', () => {
  it('shows the sessions of a capture', async () => {
    const { json } = await open(capture('clean-upload'));
    expect(await json('/api/status')).toMatchObject({ tap: { recording: ['clean-upload.pcapng'] }, totals: { sessions: 1, active: 0 } });
  });

  it('gives bodies in any range, and as a file', async () => {
    const { ask, json } = await open(capture('clean-upload'));
    const { rows } = (await json('/api/sessions/s1')) as { rows: { exchange: { id: string; request: { bodyLength: number } } }[] };
    const { id, request } = rows.map(({ exchange }) => exchange).find(({ request: sent }) => sent.bodyLength > 0) ?? {
      id: '',
      request: { bodyLength: 0 },
    };
    const whole = Buffer.from(await (await ask(`/api/exchanges/${id}/request/body?download`)).arrayBuffer());
    const part = Buffer.from(await (await ask(`/api/exchanges/${id}/request/body?start=1&end=3`)).arrayBuffer());
    expect(whole.length).toBe(request.bodyLength);
    expect(part).toEqual(whole.subarray(1, 3));
    expect((await ask(`/api/exchanges/${id}/request/body?download`)).headers.get('content-disposition')).toBe(
      `attachment; filename="${id}-request.bin"`,
    );
    expect((await ask(`/api/exchanges/${id}/request/body?start=3&end=1`)).status).toBe(400);
    expect((await ask(`/api/exchanges/${id}/request/body?start=0&end=99999999`)).status).toBe(400);
    expect((await ask('/api/exchanges/x99999/request/body')).status).toBe(404);
  });

  it('plays what it is told, and refuses what it can not do', async () => {
    const { ask, json } = await open(capture('clean-upload'));
    const tell = (command: object) => ask('/api/play', { method: 'POST', body: JSON.stringify(command) });
    expect((await tell({ do: 'seek', at: 0 })).status).toBe(200);
    await expect.poll(() => json('/api/status')).toMatchObject({ totals: { sessions: expect.toSatisfy((count: number) => count < 2) } });
    expect((await tell({ do: 'speed', speed: 1_000 })).status).toBe(400);
    expect((await tell({ do: 'fly' })).status).toBe(400);
    expect((await ask('/api/play', { method: 'POST', body: 'x'.repeat(5_000) })).status).toBe(400);
  });

  it('opens what the page sends, on a page of its own, and keeps nothing of it afterwards', async () => {
    const { program, ask } = await open(capture('clean-upload'));
    const sent = await ask('/api/open?name=..%2Fpremature.pcapng', {
      method: 'POST',
      body: readFileSync(capture('premature-close')),
    });
    const { url } = parse(await sent.text()) as { url: string };
    const other = asker(url);
    await expect.poll(() => other.json('/api/play')).toMatchObject({ state: { mode: 'paused' } });
    expect(await other.json('/api/status')).toMatchObject({ tap: { recording: ['premature.pcapng'] }, totals: { findings: { error: 1 } } });
    const before = temporaryFolders();
    expect(await program.stop()).toBe(0);
    expect(before.filter((name) => existsSync(join(tmpdir(), name))).length).toBeLessThan(before.length);
  });

  it('saves a session in another form, without its credentials where that is asked for', async () => {
    const { ask, json } = await open(capture('clean-upload'));
    const { formats } = (await json('/api/export/formats')) as { formats: { name: string }[] };
    expect(formats.map(({ name }) => name)).toContain('pcapng');
    const saved = await ask('/api/export?format=pcapng&session=s1&redact');
    expect(saved.headers.get('content-disposition')).toBe('attachment; filename="bitstap-s1.pcapng"');
    const file = join(folder, 'saved.pcapng');
    writeFileSync(file, Buffer.from(await saved.arrayBuffer()));
    const again = await open(file);
    expect(await again.json('/api/status')).toMatchObject({ totals: { sessions: 1, active: 0 } });
    expect((await ask('/api/export?format=tape')).status).toBe(400);
    expect((await ask('/api/export?format=md&session=s99')).status).toBe(404);
  });

  it('rebuilds the uploaded file, where all of it is there', async () => {
    const whole = await open(capture('clean-upload'));
    const summary = (await whole.json('/api/sessions/s1/payload')) as { complete: boolean; total: bigint };
    expect(summary).toMatchObject({ complete: true, holes: [] });
    const file = Buffer.from(await (await whole.ask('/api/sessions/s1/payload?download')).arrayBuffer());
    expect(BigInt(file.length)).toBe(summary.total);
    const cut = await open(capture('premature-close'));
    expect(await cut.json('/api/sessions/s1/payload')).toMatchObject({ complete: false });
    expect((await cut.ask('/api/sessions/s1/payload?download')).status).toBe(409);
  });

  it('compares two sessions', async () => {
    const { ask, json } = await open(capture('clean-upload'), capture('premature-close'));
    expect(await json('/api/compare?a=s1&b=s2')).toMatchObject({
      differs: true,
      otherOutcome: true,
      findings: expect.arrayContaining([expect.objectContaining({ rule: 'premature-close-session', change: 'new' })]),
    });
    expect((await ask('/api/compare?a=s1&b=s1')).status).toBe(400);
  });

  it('replays nothing before the address of the server was confirmed', async () => {
    const { ask } = await open(capture('clean-upload'));
    const server = new Program('serve', folder, '--listen', '127.0.0.1:0');
    programs.push(server);
    const [to = ''] = await server.says(/http:\/\/127\.0\.0\.1:\d+/);
    const replay = (asked: object) => ask('/api/replay', { method: 'POST', body: JSON.stringify(asked) });
    expect((await replay({ sessions: ['s1'], to, mode: 'adaptive' })).status).toBe(400);
    expect((await replay({ sessions: ['s1'], to, mode: 'adaptive', confirmed: 'http://127.0.0.1:1' })).status).toBe(400);
    expect(existsSync(join(folder, 'inbox'))).toBe(false);
    const done = await replay({ sessions: ['s1'], to, mode: 'adaptive', confirmed: to });
    expect(parse(await done.text())).toMatchObject({ comparisons: [{ b: { standing: 'complete' } }] });
  });

  it('refuses a file that is too large, and says how to open it', async () => {
    const { ask } = await open('--max-upload', '10', capture('clean-upload'));
    const sent = await ask('/api/open?name=a.pcapng', { method: 'POST', body: Buffer.alloc(100) });
    expect([sent.status, await sent.text()]).toEqual([422, expect.stringMatching(/more than 10 bytes.*bitstap open/)]);
  });

  it('says in one line what can not be opened, with exit code 2', async () => {
    const program = new Program('open', join(folder, 'absent.pcapng'), '-d', '127.0.0.1:0');
    programs.push(program);
    expect(await program.exit()).toBe(2);
    expect(program.talk).toMatch(/^bitstap: .*absent\.pcapng.*\n$/);
  });
});

function temporaryFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^bitstap-\w{6}$/.test(name));
}
