import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ScriptedAnswer, type ScriptedRequest, scriptedServer, wellBehaved } from '../scripted-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { testFile } from '../test-file.ts';
import { uploadTo } from '../upload-to.ts';

describe('an upload', () => {
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

  it('sends everything to the proxy, in absolute form, also the download of the reply', async () => {
    const proxy = await scriptedServer((request) => withReplyUrl('replies\\{A}\\r.bin', request));
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

  it('closes no session whose reply it could not get', async () => {
    const server = await scriptedServer((request) => (request.type === '' ? [404] : withReplyUrl('/gone', request)));
    const { path } = await testFile(1);
    await expect(uploadTo(server.url, path)).rejects.toMatchObject({ message: 'The server refused the reply: 404 Scripted.' });
    expect(server.types()).toEqual(['Ping', 'Create-Session', 'Fragment', '', 'Cancel-Session']);
  });
});
function withReplyUrl(url: string, request: ScriptedRequest): ScriptedAnswer {
  return request.type === 'Fragment' ? [...wellBehaved(request), `BITS-Reply-URL: ${url}`] : wellBehaved(request);
}

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
