import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../../proxy/core/wire.ts';
import type { ExportSource } from '../../../../proxy/exports/export-source.ts';
import { curl } from '../../../../proxy/exports/formats/curl.ts';
import { listeningEar } from '../../../kit/listening-ear.ts';
import { exported, recorded, written } from '../../../kit/recorded.ts';
import { allSamples } from '../../../kit/samples.ts';
import { Talk } from '../../../kit/talk.ts';
import { startedServer } from '../../reference/started-server.ts';
import { temporaryFolder } from '../../reference/temporary-folder.ts';

const run = promisify(execFile);

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version']);
    execFileSync('sh', ['-c', 'command -v mktemp sed tr']);
    return process.platform !== 'win32';
  } catch {
    return false;
  }
}

/** The script and its bodies in a folder of their own, ready to be run. */
async function saved(source: ExportSource, folder = 'bodies'): Promise<string> {
  const place = await temporaryFolder();
  mkdirSync(join(place, folder));
  for (const { name, size, bytes } of curl.beside?.(source) ?? []) {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes()) pieces.push(Uint8Array.from(piece));
    const body = Buffer.concat(pieces);
    expect(body.length).toBe(size);
    writeFileSync(join(place, folder, name), body);
  }
  const script = join(place, 'upload.sh');
  writeFileSync(script, Buffer.from(await written(curl, source, { folder }), 'latin1'));
  return script;
}

async function runScript(script: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await run('sh', [script, ...args]);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

function sample(name: string): readonly WireEvent[] {
  return allSamples().find((candidate) => candidate.name === name)?.events ?? [];
}

/** One request with these header lines. */
function asked(lines: readonly string[], target = '/a', body = ''): ExportSource {
  const head = [`BITS_POST ${target} HTTP/1.1`, 'Host: h', 'BITS-Packet-Type: Ping', ...lines, `Content-Length: ${body.length}`, '', body];
  return exported(recorded(new Talk().raw('client', head.join('\r\n')).answer(200).events));
}

describe.runIf(hasCurl())('a script of curl commands', () => {
  it('uploads the file again, in a session of its own', async () => {
    const server = await startedServer();
    mkdirSync(join(server.dir, 'inbox'));
    const source = exported(recorded(sample('clean-upload')));
    const { code, out, err } = await runScript(await saved(source), server.url);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'x1 Ping: 200',
      'x2 Create-Session: 200',
      'x3 Fragment 0-5/11: 200',
      'x4 Fragment 6-10/11: 200',
      'x5 Close-Session: 200',
      '',
    ]);
    expect(readFileSync(join(server.dir, 'inbox/report.bin'), 'latin1')).toBe('hello world');
  });

  it('says what came where something else was recorded, and fails', async () => {
    const ear = await listeningEar('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    const { code, out } = await runScript(await saved(exported(recorded(sample('clean-upload')))), ear.url);
    expect(code).toBe(1);
    expect(out).toContain('x2 Create-Session: 403, recorded was 200');
  });

  it('sends nothing where no server is named', async () => {
    const { code, err } = await runScript(await saved(exported(recorded(sample('clean-upload')))));
    expect(code).toBe(2);
    expect(err).toContain('usage: sh ');
  });

  it('fetches the reply from where the server puts it now', async () => {
    const source = exported(recorded(sample('windows-upload-reply')));
    const script = await written(curl, source);
    expect(script).toContain('REPLY_s1=$(address "$(answered ');
    expect(script).toContain(`curl -X GET "$REPLY_s1" \\`);
    const ear = await listeningEar(
      'HTTP/1.1 200 OK\r\nBITS-Reply-URL: replies\\{1}\\new.bin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    );
    await runScript(await saved(source), ear.url);
    expect(ear.heard.filter((request) => request.startsWith('GET '))).toHaveLength(2);
    expect(ear.heard.find((request) => request.startsWith('GET '))).toMatch(/^GET \/replies\/\{1\}\/new\.bin HTTP\/1\.1\r\n/);
  });

  it('has its bodies in a folder of any name', async () => {
    const ear = await listeningEar();
    const script = await saved(exported(recorded(sample('clean-upload'))), "it's {my} $folder é");
    const { err } = await runScript(script, ear.url);
    expect(err).toBe('');
    expect(ear.heard.some((request) => request.endsWith('\r\n\r\nhello '))).toBe(true);
  });
});

describe.runIf(hasCurl())('headers', () => {
  it('arrive as they were sent, and curl adds none but Host and Content-Length', async () => {
    const ear = await listeningEar();
    const lines = ['accept: */*', 'X-Twice: 1', 'X-Twice: 2', 'X-Empty:', 'User-Agent: Microsoft BITS/7.8', 'X-Latin: \u00e9\u00fc'];
    await runScript(await saved(asked(lines, '/inbox/a.bin', 'body')), ear.url);
    const [request = ''] = ear.heard;
    const [head = '', body] = request.split('\r\n\r\n');
    const [first, host, ...rest] = head.split('\r\n');
    expect(first).toBe('BITS_POST /inbox/a.bin HTTP/1.1');
    expect(host).toBe(`Host: ${new URL(ear.url).host}`);
    expect(rest).toEqual([
      'BITS-Packet-Type: Ping',
      'accept: */*',
      'X-Twice: 1',
      'X-Twice: 2',
      'X-Empty:',
      'User-Agent: Microsoft BITS/7.8',
      'X-Latin: \u00e9\u00fc',
      'Content-Length: 4',
    ]);
    expect(body).toBe('body');
  });

  it.each([
    ["'; touch OWNED; echo '"],
    ['$(touch OWNED)'],
    ['`touch OWNED`'],
    ['$' + '{IFS}&&touch$' + '{IFS}OWNED'],
    ['"; touch OWNED; "'],
    ['\\'],
    ["\\'; touch OWNED #"],
    ["''''\\''"],
    ['!touch OWNED'],
    ['* ? [a-z] ~ {a,b}'],
    ['a\ttab and \u0001 \u001b[31m controls'],
    ['@/etc/hostname'],
    ['--output OWNED'],
  ])('with the value %j do nothing but arrive', async (value) => {
    const ear = await listeningEar();
    const script = await saved(asked([`X-Nasty: ${value}`, `Content-Name: ${value}`]));
    const { err } = await runScript(script, ear.url);
    expect(err).toBe('');
    expect(ear.heard[0]).toContain(`\r\nX-Nasty: ${value}\r\n`);
    expect(() => readFileSync(join(script, '..', 'OWNED'))).toThrow();
    expect(() => readFileSync('OWNED')).toThrow();
  });

  it.each([["it's"], ['$HOME'], ['`id`'], ['-o'], ['#!'], ['a|b&c*']])('may have the name %s', async (name) => {
    const ear = await listeningEar();
    const { err } = await runScript(await saved(asked([`${name}: 1`])), ear.url);
    expect(err).toBe('');
    expect(ear.heard[0]).toContain(`\r\n${name}: 1\r\n`);
  });

  it.each([['@/etc/hostname: x'], ['no colon'], [': no name'], ['a;b: c'], ['$(touch OWNED): x']])(
    'that curl would read as something else are left out: %s',
    async (line) => {
      const ear = await listeningEar();
      const script = await saved(asked([line, 'X-Last: 1']));
      expect(readFileSync(script, 'latin1')).toMatch(/^# Left out: a header that curl can't send \(/m);
      await runScript(script, ear.url);
      expect(ear.heard[0]).toMatch(/\r\nBITS-Packet-Type: Ping\r\nX-Last: 1\r\nContent-Length: 0\r\n\r\n$/);
    },
  );

  it('with credentials are left out, and that is said', async () => {
    const script = await written(curl, asked(['Authorization: Basic c2VjcmV0', 'Cookie: secret']));
    expect(script).not.toContain('c2VjcmV0');
    expect(script).toContain('# Left out: Authorization, which is secret.');
    expect(script).toContain('# Left out: Cookie, which is secret.');
  });
});

describe.runIf(hasCurl())('request targets', () => {
  it.each([
    ['/a/../b/./c'],
    ["/it's/$(touch OWNED)/`x`"],
    ['/{a,b}/[1-3]'],
    ['/a#b?c#d'],
    ['/a\\b'],
    ['/%41%2f?x=%20&y'],
    ['//double//slash'],
  ])('arrive as they were sent: %s', async (target) => {
    const ear = await listeningEar();
    await runScript(await saved(asked([], target)), ear.url);
    expect(ear.heard[0]?.split('\r\n')[0]).toBe(`BITS_POST ${target} HTTP/1.1`);
  });
});

describe('the script', () => {
  it('names a file only in comments that hold in one line', async () => {
    const talk = new Talk()
      .raw('client', 'BITS_POST /x%0Aecho%20OWNED%0D%E2%80%AE HTTP/1.1\r\nBITS-Packet-Type: Ping\r\nHost: h\r\nContent-Length: 0\r\n\r\n')
      .answer(200);
    const script = await written(curl, exported(recorded(talk.events)));
    expect(script.split('\n').filter((line) => line.startsWith('echo'))).toEqual([]);
    expect(script.replaceAll('\n', '')).toMatch(/^[ -~]*$/);
  });

  it('keeps the id that was recorded where the session was not created in it', async () => {
    const script = await written(curl, exported(recorded(new Talk().stored('0-9/20').events)));
    expect(script).toContain("SESSION_s1='{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}'");
  });

  it('leaves out what has no request', async () => {
    const script = await written(curl, exported(recorded(sample('garbage'))));
    expect(script).toMatch(/^# x\d+ .*: nothing that curl can send$/m);
  });
});
