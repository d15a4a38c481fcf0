import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RecordedBytes } from '../../../proxy/core/recorded-bytes.ts';
import { ID } from '../../kit/blocks.ts';
import { recordedConversation, recordedSample } from '../../kit/recorded-sample.ts';
import { testFile } from '../reference/test-file.ts';
import { uploadTo } from '../reference/upload-to.ts';
import { recordedUploads } from './recorded-upload.ts';
import { startedMock } from './started-mock.ts';

const run = promisify(execFile);

describe('an upload to a mock', () => {
  it.each([
    [300, 100, 3],
    [300, 70, 5],
    [300, 1000, 1],
    [1000, 100, 10],
    [50, 100, 1],
  ])('of %i bytes in fragments of %i passes as the recorded one of 300 in fragments of 100 did', async (size, fragmentSize, fragments) => {
    const mock = await startedMock(await recordedUploads(1, 300, { fragmentSize: 100 }));
    const { path } = await testFile(size);
    const result = await uploadTo(`${mock.url}in/1`, path, { fragmentSize });
    expect(result).toMatchObject({ size: BigInt(size), fragments, resumes: 0, restarts: 0 });
    expect(mock.server.lacking).toBe(0);
    expect(mock.server.script.sessions.map(({ session }) => session.sessionId)).toEqual([result.sessionId]);
  });

  it('fetches the recorded reply', async () => {
    const mock = await startedMock(await recordedUploads(1, 300, { fragmentSize: 100, reply: 'digest' }));
    const { path } = await testFile(300);
    const result = await uploadTo(`${mock.url}in/1`, path, { fragmentSize: 150 });
    expect(JSON.parse(Buffer.from(result.reply ?? []).toString())).toMatchObject({ name: 'in/1', size: 300 });
    expect(mock.server.used.size).toBe(mock.server.script.reactions.length - 1);
  });

  it('fetches the recorded reply whole, where it was recorded in parts', async () => {
    const mock = await startedMock(recordedSample('windows-upload-reply'));
    const { path } = await testFile(4096);
    const result = await uploadTo(`${mock.url}drop/claims.xml`, path);
    expect(Buffer.from(result.reply ?? []).toString()).toBe('x'.repeat(1000));
  });

  it('goes on after the recorded reset', async () => {
    const mock = await startedMock(recordedSample('resumed-after-416'));
    const { path } = await testFile(300);
    const result = await uploadTo(`${mock.url}inbox/crash.dmp`, path, { fragmentSize: 100 });
    expect(result).toMatchObject({ sessionId: '{5C0D1A77-2B64-4D0F-A1C8-93E6F0B7D2A4}', fragments: 3, resumes: 1, restarts: 0 });
    expect(mock.log).toContain('c1  Fragment 100-199/300 → no answer, the connection is reset after 60 bytes of its body (x3)');
  });

  it.each(['farm', 'host-id', 'dialect-chunked-acks', 'http-1.0', 'server-closes-unannounced'])(
    'arrives at the server of %s',
    async (name) => {
      const recording = recordedSample(name);
      const [session] = recording.timeline.sessions.values();
      const mock = await startedMock(recording);
      const { path } = await testFile(Number(session?.total));
      const result = await uploadTo(new URL(session?.path ?? '', mock.url), path, { fragmentSize: 5000 });
      expect(result).toMatchObject({ sessionId: session?.sessionId, restarts: 0 });
      expect(mock.server.lacking).toBe(0);
    },
  );

  it('starts over where the recorded server had forgotten the session', async () => {
    const mock = await startedMock(recordedSample('sessions-per-connection'));
    const { path } = await testFile(300);
    const result = await uploadTo(`${mock.url}inbox/report.bin`, path, { fragmentSize: 100 });
    expect(result).toMatchObject({ sessionId: '{C51A8F3D-0E72-4B96-8D14-2A6B9F07E3D8}', restarts: 2 });
  });

  it('beside another gets the session of its own path', async () => {
    const recording = await recordedUploads(2, 300, { fragmentSize: 100 });
    const ids = [...recording.timeline.sessions.values()].map(({ sessionId }) => sessionId);
    const mock = await startedMock(recording);
    const { path } = await testFile(300);
    const results = await Promise.all(['in/2', 'in/1'].map((place) => uploadTo(mock.url + place, path, { fragmentSize: 50 })));
    expect(results.map(({ sessionId }) => sessionId)).toEqual(ids.toReversed());
  });

  it('beside others to one path has a session of its own, too', async () => {
    const mock = await startedMock(await recordedUploads(1, 300, { fragmentSize: 100 }));
    const { path } = await testFile(300);
    const results = await Promise.all([1, 2, 3, 4].map((part) => uploadTo(`${mock.url}in/1`, path, { fragmentSize: part * 30 })));
    expect(new Set(results.map(({ sessionId }) => sessionId)).size).toBe(4);
    expect(mock.server.lacking).toBe(0);
  });
});

describe('a mock', () => {
  it('closes a session too early where that was done', async () => {
    const mock = await startedMock(recordedSample('premature-close'));
    const client = await mock.connect();
    await client.create('/inbox/report.bin');
    expect((await client.fragment('/inbox/report.bin', ID, '0-99/300', 'x'.repeat(100))).header('BITS-Received-Content-Range')).toBe('100');
    expect((await client.close('/inbox/report.bin', ID)).status).toBe(200);
  });

  it('has the recorded rounds of NTLM on each connection', async () => {
    const mock = await startedMock(recordedSample('ntlm'));
    for (const client of [await mock.connect(), await mock.connect()]) {
      const statuses: number[] = [];
      for (const lines of [[], ['Authorization: NTLM A'], ['Authorization: NTLM B'], []])
        statuses.push((await client.packet('Ping', '/inbox/report.bin', lines)).status);
      expect(statuses).toEqual([401, 401, 200, 200]);
    }
  });

  it('ends a connection that ended without an answer, at once', async () => {
    const mock = await startedMock(recordedSample('slow-application'));
    const client = await mock.connect();
    await client.create('/inbox/report.bin');
    client.send(`BITS_POST /inbox/report.bin HTTP/1.1\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: ${ID}\r\n`);
    client.send('Content-Range: bytes 0-99/100\r\nContent-Length: 100\r\n\r\n', 'x'.repeat(100));
    await client.ended();
    expect(mock.log.at(-1)).toBe('c1  Fragment 0-99/100 → no answer, the connection ends (x2)');
  });

  it('stays silent as long as the recorded server did, when time passes', async () => {
    const mock = await startedMock(recordedSample('slow-application'), { pace: 1 });
    const client = await mock.connect();
    await client.create('/inbox/report.bin');
    client.send(`BITS_POST /inbox/report.bin HTTP/1.1\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: ${ID}\r\n`);
    client.send('Content-Range: bytes 0-99/100\r\nContent-Length: 100\r\n\r\n', 'x'.repeat(100));
    // Five minutes of silence were recorded: the client gives up first.
    client.socket.end();
    await client.ended();
    const again = await mock.connect();
    expect((await again.fragment('/inbox/report.bin', ID, '0-99/100', 'x'.repeat(100))).status).toBe(200);
  });

  it('resets a connection that was reset behind an answer, which arrives before', async () => {
    const text = [
      '=== 0.000 c1 open 192.0.2.10:50211 a:80',
      '=== 0.010 c1 client\nBITS_POST /x HTTP/1.1\nBITS-Packet-Type: Ping\nHost: a\nContent-Length: 0\n',
      '=== 0.020 c1 server\nHTTP/1.1 200 OK\nBITS-Packet-Type: Ack\nContent-Length: 0\n',
      '=== 0.030 c1 close server reset',
    ];
    const mock = await startedMock(recordedConversation(text.join('\n')));
    const client = await mock.connect();
    const failed = once(client.socket, 'error');
    expect((await client.packet('Ping', '/x')).status).toBe(200);
    client.socket.resume();
    expect(await failed).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  it('sends again what was no HTTP', async () => {
    const text = [
      '=== 0.000 c1 open 192.0.2.10:50211 a:80',
      '=== 0.010 c1 client\nBITS_POST /x HTTP/1.1\nBITS-Packet-Type: Ping\nHost: a\nContent-Length: 0\n',
      '=== 0.020 c1 server\nSSH-2.0-OpenSSH_9.6\n<<no empty line>>',
      '=== 0.030 c1 close server fin',
    ];
    const mock = await startedMock(recordedConversation(text.join('\n')));
    const client = await mock.connect();
    const first = once(client.socket, 'data');
    client.send('BITS_POST /x HTTP/1.1\r\nBITS-Packet-Type: Ping\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    client.socket.resume();
    expect(String(await first)).toContain('SSH-2.0');
  });

  it('ends a connection that speaks no HTTP, and says why', async () => {
    const mock = await startedMock(recordedSample('clean-upload'));
    const client = await mock.connect();
    client.send('\x16\x03\x01');
    await client.ended();
    expect(mock.log).toEqual([expect.stringMatching(/^c1 {2}bytes that are no HTTP \(a TLS handshake.*\) → the connection ends$/)]);
  });

  it('fills what was not kept with zeros, and says so', async () => {
    const { timeline } = recordedSample('windows-upload-reply');
    const bytes: RecordedBytes = {
      async *read(_connection, _from, start, end) {
        yield { at: 0, missing: end - start };
      },
    };
    const mock = await startedMock({ timeline, bytes });
    const { path } = await testFile(4096);
    const { reply } = await uploadTo(`${mock.url}drop/claims.xml`, path);
    expect(Buffer.from(reply ?? [])).toEqual(Buffer.alloc(1000));
    expect(mock.log.join('\n')).toContain('600 bytes of the answer were not recorded: zeros are sent for them');
  });

  it('ends its connections when it is closed, whatever they are at', async () => {
    const mock = await startedMock(recordedSample('slow-application'), { pace: 1 });
    const client = await mock.connect();
    await client.create('/inbox/report.bin');
    await mock.close();
    await client.ended();
  });

  it('says when its port is in use', async () => {
    const { url } = await startedMock(recordedSample('clean-upload'));
    await expect(startedMock(recordedSample('clean-upload'), { port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'listen-in-use',
    });
  });
});

const CURL = await run('curl', ['--version']).then(
  () => true,
  () => false,
);
if (!CURL) process.stderr.write('\n*** SKIPPED: the mock for curl; curl is not installed. ***\n\n');

describe.skipIf(!CURL)('curl -X BITS_POST', () => {
  const curl = async (url: string, ...headers: readonly string[]) => {
    const given = headers.flatMap((line) => ['-H', line]);
    return (await run('curl', ['-sS', '-i', '--max-time', '10', '--noproxy', '*', '-X', 'BITS_POST', ...given, url])).stdout;
  };

  it('creates a session, sends a fragment and closes it', async () => {
    const mock = await startedMock(recordedSample('not-windows'));
    const { path } = await testFile(300);
    const url = `${mock.url}inbox/report.bin`;
    const created = await curl(url, 'BITS-Packet-Type: Create-Session', 'BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}');
    const id = /^BITS-Session-Id: (.*)\r$/m.exec(created)?.[1] ?? '';
    const body = ['--data-binary', `@${path}`, '-H', 'Expect: 100-continue', '-H', 'Content-Type:'];
    const sent = await run('curl', [
      ...['-sS', '-i', '--max-time', '10', '--noproxy', '*', '-X', 'BITS_POST', ...body],
      ...['-H', 'BITS-Packet-Type: Fragment', '-H', `BITS-Session-Id: ${id}`, '-H', 'Content-Range: bytes 0-299/300', url],
    ]);
    expect(sent.stdout).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect(sent.stdout).toContain('BITS-Received-Content-Range: 300\r\n');
    expect(await curl(url, 'BITS-Packet-Type: Close-Session', `BITS-Session-Id: ${id}`)).toMatch(/^HTTP\/1\.1 200/);
    expect(mock.server.lacking).toBe(0);
  });

  it('is told what was expected', async () => {
    const mock = await startedMock(recordedSample('clean-upload'));
    const [head = '', body = ''] = (await curl(`${mock.url}x`, 'BITS-Packet-Type: Fragment')).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 500 /);
    expect(body).toMatch(/^The recording has no answer to this\. Expected: a Fragment/);
  });
});
