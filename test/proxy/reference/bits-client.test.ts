import { appendFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type UploadOptions, type UploadProgress, upload } from '../../../proxy/reference/bits-client.ts';
import { relay } from './relay.ts';
import { type ScriptedRequest, scriptedServer, wellBehaved } from './scripted-server.ts';
import { startedServer } from './started-server.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testFile } from './test-file.ts';

/** Trouble is over soon in tests. */
const retries = { attempts: 3, firstWaitMs: 1, maxWaitMs: 1 };

function uploadTo(url: URL | string, file: string, options: Partial<UploadOptions> = {}) {
  return upload({ url: new URL(url), file, retries, ...options });
}

describe('upload to the reference server', () => {
  it.each([
    [1, 10, 1],
    [9, 10, 1],
    [10, 10, 1],
    [11, 10, 2],
    [20, 10, 2],
    [95, 10, 10],
    [3_000_000, undefined, 3],
    [3_000_000, 65_536, 46],
  ])('brings %i bytes over in fragments of %s', async (size, fragmentSize, fragments) => {
    const server = await startedServer();
    const { path, bytes } = await testFile(size);
    const result = await uploadTo(`${server.url}in/x.bin`, path, fragmentSize === undefined ? {} : { fragmentSize });
    expect(result).toEqual({ sessionId: expect.stringMatching(/^\{/), size: BigInt(size), fragments, resumes: 0, restarts: 0 });
    expect((await readFile(join(server.dir, 'in', 'x.bin'))).equals(bytes)).toBe(true);
  });

  it('downloads the reply before it closes the session', async () => {
    const server = await startedServer({ reply: 'digest' });
    const { path } = await testFile(100);
    const result = await uploadTo(`${server.url}x`, path, { fragmentSize: 40 });
    expect(JSON.parse(Buffer.from(result.reply ?? []).toString())).toMatchObject({ name: 'x', size: 100 });
    expect(result.replyUrl).toBe(`${server.url}BITS-Sessions/Replies/${encodeURIComponent(result.sessionId)}/reply.json`);
    expect(await server.files()).toEqual(['x']);
  });

  it('tells how far it is', async () => {
    const server = await startedServer({ reply: 'digest' });
    const { path } = await testFile(20);
    const seen: UploadProgress[] = [];
    await uploadTo(`${server.url}x`, path, { fragmentSize: 10, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ phase, acknowledged, total }) => [phase, acknowledged, total])).toEqual([
      ['connecting', 0n, 20n],
      ['uploading', 0n, 20n],
      ['uploading', 10n, 20n],
      ['uploading', 20n, 20n],
      ['fetching reply', 20n, 20n],
      ['closing', 20n, 20n],
      ['done', 20n, 20n],
    ]);
  });

  it('goes on after a connection was cut in the middle of a fragment', async () => {
    const server = await startedServer();
    const through = await relay(server.url, { afterBytes: { 1: 250_000, 2: 150_000 } });
    const { path, bytes } = await testFile(400_000);
    const result = await uploadTo(new URL('x', through.url), path, { fragmentSize: 100_000 });
    expect(result).toMatchObject({ fragments: 4, resumes: 2, restarts: 0 });
    expect(through.connections()).toBe(3);
    expect((await readFile(join(server.dir, 'x'))).equals(bytes)).toBe(true);
  });

  it('goes on after an Ack was lost, wherever that happens', async () => {
    // Ping, Create-Session, two Fragments, Close-Session.
    for (const lost of [2, 3, 4, 5]) {
      const server = await startedServer();
      const through = await relay(server.url, { beforeAnswer: { 1: lost } });
      const { path, bytes } = await testFile(20);
      const result = await uploadTo(new URL('x', through.url), path, { fragmentSize: 10 });
      expect(result).toMatchObject({ fragments: 2, resumes: 1, restarts: 0 });
      expect((await readFile(join(server.dir, 'x'))).equals(bytes)).toBe(true);
    }
  });

  it('says what the server says when that refuses', async () => {
    const server = await startedServer();
    const { path } = await testFile(10);
    await uploadTo(`${server.url}x`, path);
    await expect(uploadTo(`${server.url}x`, path)).rejects.toMatchObject({
      code: 'upload-refused',
      message:
        'The server refused Create-Session: 403 Forbidden, 0x80070005 E_ACCESSDENIED (with 403: no right to write there, or the file exists; with 501: uploads are not enabled).',
    });
  });

  it('cancels the session when the server refuses in the middle', async () => {
    const server = await startedServer({ maxSize: 10n });
    const { path } = await testFile(11);
    await expect(uploadTo(`${server.url}x`, path)).rejects.toMatchObject({
      code: 'upload-refused',
      message: expect.stringContaining('0x80200020'),
    });
    expect(await server.files()).toEqual([]);
  });

  it('cancels the session when it is told to stop', async () => {
    const server = await startedServer();
    const { path } = await testFile(100);
    const abort = new AbortController();
    const onProgress = ({ acknowledged }: UploadProgress) => acknowledged >= 50n && abort.abort();
    await expect(uploadTo(`${server.url}x`, path, { fragmentSize: 10, onProgress, signal: abort.signal })).rejects.toMatchObject({
      code: 'upload-failed',
      message: 'The upload was cancelled.',
    });
    expect(server.log.at(-1)).toMatch(/cancelled by the client at byte 50/);
    expect(await server.files()).toEqual([]);
  });

  it('cancels the session when the file is changed under its hands', async () => {
    const server = await startedServer();
    const { path } = await testFile(100);
    const onProgress = ({ acknowledged }: UploadProgress) => acknowledged === 50n && appendFileSync(path, 'more');
    await expect(uploadTo(`${server.url}x`, path, { fragmentSize: 10, onProgress })).rejects.toMatchObject({
      code: 'upload-failed',
      message: `${path} was changed during the upload, which was cancelled.`,
    });
    expect(await server.files()).toEqual([]);
  });
});

describe('upload', () => {
  it('sends what Windows sends, in its order', async () => {
    const server = await scriptedServer(wellBehaved);
    const { path } = await testFile(5);
    await uploadTo(server.url, path, { userAgent: 'Microsoft BITS/7.8' });
    const { host } = server.url;
    expect(
      server.requests.map(({ head }) => [
        `${head.method} ${head.target} HTTP/${head.version}`,
        ...head.headers.map((pair) => pair.join(': ')),
      ]),
    ).toEqual([
      lines('BITS_POST /x HTTP/1.1', 'Ping', [], host, 0),
      lines('BITS_POST /x HTTP/1.1', 'Create-Session', ['BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}'], host, 0),
      lines(
        'BITS_POST /x HTTP/1.1',
        'Fragment',
        ['BITS-Session-Id: {A}', 'Content-Name: report.bin', 'Content-Range: bytes 0-4/5'],
        host,
        5,
      ),
      lines('BITS_POST /x HTTP/1.1', 'Close-Session', ['BITS-Session-Id: {A}'], host, 0),
    ]);
    expect(new Set(server.requests.map(({ connection }) => connection))).toEqual(new Set([1]));
  });

  it('refuses an empty file before it sends anything', async () => {
    const server = await scriptedServer(wellBehaved);
    const { path } = await testFile(0);
    await expect(uploadTo(server.url, path)).rejects.toMatchObject({
      code: 'upload-refused',
      message: expect.stringContaining('is empty'),
    });
    expect(server.requests).toEqual([]);
  });

  it('says which file it cannot read', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'folder'));
    for (const file of [join(folder, 'none'), join(folder, 'folder')]) {
      await expect(uploadTo('http://127.0.0.1:9/x', file)).rejects.toMatchObject({
        code: 'file-unreadable',
        message: expect.stringContaining(`Cannot read ${file}: `),
      });
    }
  });

  it('takes no URL that it could not serve in full', async () => {
    const { path } = await testFile(1);
    await expect(uploadTo('ftp://server/x', path)).rejects.toMatchObject({ code: 'bad-url' });
    await expect(uploadTo('http://user:secret@server/x', path)).rejects.toMatchObject({
      code: 'bad-url',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('says at once that there is no server', async () => {
    const { path } = await testFile(1);
    const gone = await startedServer();
    await gone.close();
    await expect(uploadTo(`${gone.url}x`, path, { retries: {} })).rejects.toMatchObject({
      code: 'upload-failed',
      message: expect.stringMatching(/^Cannot reach the server: .*ECONNREFUSED/),
    });
  });

  it('sends everything to the proxy, in absolute form, also the download of the reply', async () => {
    const reply = (request: ScriptedRequest) =>
      request.type === 'Fragment' ? ([...wellBehaved(request), 'BITS-Reply-URL: replies\\{A}\\r.bin'] as const) : undefined;
    const proxy = await scriptedServer((request) => reply(request) ?? wellBehaved(request));
    const { path } = await testFile(1);
    await uploadTo('http://server.test:81/in/x?y=1', path, { proxy: new URL(`http://${proxy.url.host}`) });
    expect(proxy.requests.map(({ head, header }) => `${head.method} ${head.target} for ${header('Host')}`)).toEqual([
      'BITS_POST http://server.test:81/in/x?y=1 for server.test:81',
      'BITS_POST http://server.test:81/in/x?y=1 for server.test:81',
      'BITS_POST http://server.test:81/in/x?y=1 for server.test:81',
      'GET http://server.test:81/in/replies/%7BA%7D/r.bin for server.test:81',
      'BITS_POST http://server.test:81/in/x?y=1 for server.test:81',
    ]);
  });

  it('sends smaller fragments after 413, but none below 5 KiB', async () => {
    const tooLarge = ({ body }: ScriptedRequest, limit: number) => (body.length > limit ? ([413] as const) : undefined);
    const { path } = await testFile(40_000);
    const some = await scriptedServer((request) => tooLarge(request, 10_000) ?? wellBehaved(request));
    expect(await uploadTo(some.url, path, { fragmentSize: 32_000 })).toMatchObject({ fragments: 5 });
    expect(some.requests.filter(({ type }) => type === 'Fragment').map(({ body }) => body.length)).toEqual([
      32_000, 16_000, 8_000, 8_000, 8_000, 8_000, 8_000,
    ]);
    const none = await scriptedServer((request) => tooLarge(request, 0) ?? wellBehaved(request));
    await expect(uploadTo(none.url, path, { fragmentSize: 32_000 })).rejects.toMatchObject({ code: 'upload-refused' });
    expect(none.requests.filter(({ type }) => type === 'Fragment').map(({ body }) => body.length)).toEqual([32_000, 16_000, 8_000, 5_120]);
    expect(none.types().at(-1)).toBe('Cancel-Session');
  });

  it('starts over when the server has lost the session', async () => {
    const lost = (request: ScriptedRequest, count: number) =>
      request.header('Content-Range') === 'bytes 10-19/20' && count < 2
        ? ([500, 'BITS-Error: 0x8020001F', 'BITS-Error-Context: 0x5'] as const)
        : undefined;
    const server = await scriptedServer(
      (request, { types }) => lost(request, types().filter((type) => type === 'Create-Session').length) ?? wellBehaved(request),
    );
    const { path } = await testFile(20);
    expect(await uploadTo(server.url, path, { fragmentSize: 10 })).toMatchObject({ restarts: 1, fragments: 3 });
    expect(server.types()).toEqual([
      'Ping',
      'Create-Session',
      'Fragment',
      'Fragment',
      'Create-Session',
      'Fragment',
      'Fragment',
      'Close-Session',
    ]);
  });

  it('does not start over for ever', async () => {
    const server = await scriptedServer((request) =>
      request.type === 'Fragment' ? [500, 'BITS-Error-Code: 0x8020001f'] : wellBehaved(request),
    );
    const { path } = await testFile(1);
    await expect(uploadTo(server.url, path, { retries: { ...retries, restarts: 2 } })).rejects.toMatchObject({
      message: 'The server forgot the session 3 times.',
    });
    expect(server.types().filter((type) => type === 'Create-Session')).toHaveLength(3);
    expect(server.types()).not.toContain('Cancel-Session');
  });

  it('obeys the offset of the server, back and into the middle of a fragment', async () => {
    const offsets = [15, 5, 20];
    const server = await scriptedServer((request) =>
      request.type === 'Fragment'
        ? [offsets.length === 2 ? 416 : 200, `BITS-Received-Content-Range: ${offsets.shift()}`]
        : wellBehaved(request),
    );
    const { path, bytes } = await testFile(20);
    await uploadTo(server.url, path);
    const fragments = server.requests.filter(({ type }) => type === 'Fragment');
    expect(fragments.map(({ header }) => header('Content-Range'))).toEqual(['bytes 0-19/20', 'bytes 15-19/20', 'bytes 5-19/20']);
    expect(fragments.at(-1)?.body.equals(bytes.subarray(5))).toBe(true);
  });

  it.each([
    ['asks for the same byte again and again', '0', /keeps asking for byte 0/],
    ['skips bytes', '11', /asks for byte 11 .*: it skips bytes/],
    ['does not say which byte is next', 'x', /does not say which byte is next/],
  ])('gives up when the server %s', async (_what, offset, message) => {
    const server = await scriptedServer((request) =>
      request.type === 'Fragment' ? [200, `BITS-Received-Content-Range: ${offset}`] : wellBehaved(request),
    );
    const { path } = await testFile(20);
    await expect(uploadTo(server.url, path, { fragmentSize: 10 })).rejects.toMatchObject({
      code: 'upload-failed',
      message: expect.stringMatching(message),
    });
    expect(server.types().at(-1)).toBe('Cancel-Session');
  });

  it('bears trouble that passes, and no more of it than it is told to', async () => {
    const busy = (limit: number) =>
      scriptedServer((request, { types }) => (request.type === 'Fragment' && types().length < limit ? [503] : wellBehaved(request)));
    const { path } = await testFile(1);
    const passing = await busy(6);
    await uploadTo(passing.url, path);
    expect(passing.types()).toEqual(['Ping', 'Create-Session', 'Fragment', 'Fragment', 'Fragment', 'Fragment', 'Close-Session']);
    const lasting = await busy(100);
    await expect(uploadTo(lasting.url, path)).rejects.toMatchObject({
      code: 'upload-failed',
      message: 'Gave up after 4 attempts: the server answers Fragment 0-0 with 503 Scripted.',
    });
  });

  it('repeats Close-Session after 5xx, and not after 4xx', async () => {
    const { path } = await testFile(1);
    const closing = (status: number) =>
      scriptedServer((request, { types }) => (request.type === 'Close-Session' && types().length < 5 ? [status] : wellBehaved(request)));
    const transient = await closing(500);
    await uploadTo(transient.url, path);
    expect(transient.types().slice(3)).toEqual(['Close-Session', 'Close-Session']);
    const refused = await closing(404);
    await expect(uploadTo(refused.url, path)).rejects.toMatchObject({
      code: 'upload-refused',
      message: 'The server refused Close-Session: 404 Scripted.',
    });
    expect(refused.types().slice(3)).toEqual(['Close-Session', 'Cancel-Session']);
  });

  it.each([
    [401, /wants credentials/],
    [407, /the proxy wants credentials/],
    [405, /405 Scripted/],
    [501, /501 Scripted/],
  ])('takes %i for a final word', async (status, message) => {
    const server = await scriptedServer(() => [status]);
    const { path } = await testFile(1);
    await expect(uploadTo(server.url, path)).rejects.toMatchObject({ code: 'upload-refused', message: expect.stringMatching(message) });
    expect(server.types()).toEqual(['Ping']);
  });

  it('goes to the host that the server names, with a Ping first', async () => {
    const server = await scriptedServer((request) =>
      request.type === 'Create-Session' ? [...created, 'BITS-Host-Id: localhost'] : wellBehaved(request),
    );
    const { path } = await testFile(1);
    await uploadTo(server.url, path);
    expect(server.requests.map(({ type, header }) => `${type} to ${header('Host')?.split(':')[0]}`)).toEqual([
      'Ping to 127.0.0.1',
      'Create-Session to 127.0.0.1',
      'Ping to localhost',
      'Fragment to localhost',
      'Close-Session to localhost',
    ]);
  });

  it('falls back to the destination when that host cannot be reached', async () => {
    const gone = await startedServer();
    await gone.close();
    const hostId = `BITS-Host-Id: 127.0.0.1:${gone.address.port}`;
    const server = await scriptedServer((request) =>
      request.type === 'Create-Session' ? [...created, hostId, 'BITS-Host-Id-Fallback-Timeout: 0'] : wellBehaved(request),
    );
    const { path } = await testFile(1);
    expect(await uploadTo(server.url, path)).toMatchObject({ resumes: 1 });
  });

  it('does not follow a Host-Id that is no host', async () => {
    const server = await scriptedServer((request) =>
      request.type === 'Create-Session' ? [...created, 'BITS-Host-Id: http://evil/'] : wellBehaved(request),
    );
    const { path } = await testFile(1);
    await expect(uploadTo(server.url, path)).rejects.toMatchObject({ message: "The server's BITS-Host-Id is no host name: http://evil/." });
  });

  it('closes no session whose reply it could not get', async () => {
    const server = await scriptedServer((request) => {
      if (request.type === 'Fragment') return [...wellBehaved(request), 'BITS-Reply-URL: /gone'] as readonly [number, ...string[]];
      return request.type === '' ? [404] : wellBehaved(request);
    });
    const { path } = await testFile(1);
    await expect(uploadTo(server.url, path)).rejects.toMatchObject({ message: 'The server refused the reply: 404 Scripted.' });
    expect(server.types()).toEqual(['Ping', 'Create-Session', 'Fragment', '', 'Cancel-Session']);
  });
});

const created = [200, 'BITS-Packet-Type: Ack', 'BITS-Session-Id: {A}'] as const;

function lines(start: string, type: string, own: readonly string[], host: string, length: number): string[] {
  return [
    start,
    'Accept: */*',
    `BITS-Packet-Type: ${type}`,
    ...own,
    'User-Agent: Microsoft BITS/7.8',
    `Host: ${host}`,
    `Content-Length: ${length}`,
    'Connection: Keep-Alive',
  ];
}
