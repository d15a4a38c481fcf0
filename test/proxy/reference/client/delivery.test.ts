import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ScriptedRequest, scriptedServer, wellBehaved } from '../scripted-server.ts';
import { startedServer } from '../started-server.ts';
import { testFile } from '../test-file.ts';
import { RETRIES, uploadTo } from '../upload-to.ts';

describe('the client', () => {
  it('says at once that there is no server', async () => {
    const { path } = await testFile(1);
    const gone = await startedServer();
    await gone.close();
    await expect(uploadTo(`${gone.url}x`, path, { retries: {} })).rejects.toMatchObject({
      code: 'upload-failed',
      message: expect.stringMatching(/^Cannot reach the server: .*ECONNREFUSED/),
    });
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
    await expect(uploadTo(server.url, path, { retries: { ...RETRIES, restarts: 2 } })).rejects.toMatchObject({
      message: 'The server forgot the session 3 times.',
    });
    expect(server.types().filter((type) => type === 'Create-Session')).toHaveLength(3);
    expect(server.types()).not.toContain('Cancel-Session');
  });

  it('hears a server that answers before it has read the body', async () => {
    const server = createServer((socket) => {
      let heard = '';
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        heard += bytes.subarray(0, 1000).toString('latin1');
        if (/Packet-Type: Fragment/.test(heard)) {
          // From here on nothing is read: the body cannot be sent to its end.
          socket.pause();
          socket.write('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n');
        } else socket.write('HTTP/1.1 200 OK\r\nBITS-Session-Id: {A}\r\nContent-Length: 0\r\n\r\n');
      });
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { path } = await testFile(20_000_000);
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/x`;
    await expect(uploadTo(url, path, { fragmentSize: 20_000_000 })).rejects.toMatchObject({
      message: expect.stringMatching(/^The server refused Fragment .*403 No/),
    });
  });
});
