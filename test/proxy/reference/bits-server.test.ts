import { mkdir, readdir, readFile, rmdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBitsServer } from '../../../proxy/reference/bits-server.ts';
import type { RawAnswer, RawClient } from './raw-client.ts';
import { startedServer } from './started-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const GUID = /^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/;
const TEMPORARY = /^\.bitstap-upload-[0-9a-f-]{36}$/;

describe('an upload to the reference server', () => {
  it('appears under its name when it is closed, and not before', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/report.bin');
    expect((await client.fragment('/report.bin', id, '0-5/11', 'hello ')).header('BITS-Received-Content-Range')).toBe('6');
    expect((await client.fragment('/report.bin', id, '6-10/11', 'world')).header('BITS-Received-Content-Range')).toBe('11');
    expect(await server.files()).toEqual([expect.stringMatching(TEMPORARY)]);
    expect((await client.close('/report.bin', id)).status).toBe(200);
    expect(await server.files()).toEqual(['report.bin']);
    expect(await readFile(join(server.dir, 'report.bin'), 'utf8')).toBe('hello world');
  });

  it('begins with an Ack like that of IIS', async () => {
    const client = await (await startedServer()).connect();
    const ack = await client.packet('CREATE-SESSION', '/x', ['BITS-Supported-Protocols: {7DF0354D-249B-430F-820D-3D2A9BEF4931}']);
    expect(ack.lines).toEqual([
      expect.stringMatching(/^Date: .* GMT$/),
      'Server: bitstap',
      'Pragma: no-cache',
      'BITS-Packet-Type: Ack',
      'BITS-Protocol: {7df0354d-249b-430f-820d-3d2a9bef4931}',
      `BITS-Session-Id: ${ack.header('BITS-Session-Id')}`,
      'Accept-Encoding: identity',
      'Content-Length: 0',
    ]);
    expect(ack.header('BITS-Session-Id')).toMatch(GUID);
  });

  it('goes into folders, which are made when it is closed', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/a/b%20c/x.bin');
    await client.fragment('/a/b%20c/x.bin', id, '0-0/1', 'x');
    expect(await server.files()).toEqual([expect.stringMatching(TEMPORARY)]);
    await client.close('/a/b%20c/x.bin', id);
    expect(await readFile(join(server.dir, 'a', 'b c', 'x.bin'), 'utf8')).toBe('x');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    expect((await client.cancel('/x', id)).status).toBe(200);
    expect(await server.files()).toEqual([]);
  });

  it('is refused and deleted when it is closed too early', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    const ack = await client.close('/x', id);
    expect([ack.status, ack.header('BITS-Error')]).toEqual([400, '0x80070057']);
    expect(await server.files()).toEqual([]);
    expect((await client.fragment('/x', id, '5-10/11', ' world')).header('BITS-Error')).toBe('0x8020001F');
  });

  it('can be closed again when its name was taken meanwhile and is free again', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-0/1', 'x');
    await mkdir(join(server.dir, 'x'));
    expect((await client.close('/x', id)).status).toBe(400);
    await rmdir(join(server.dir, 'x'));
    expect((await client.close('/x', id)).status).toBe(200);
  });

  it('ends after a time without packets', async () => {
    const server = await startedServer({ sessionTimeoutMs: 20 });
    const client = await server.connect();
    const id = await client.create('/x');
    await server.logged(/timed out/);
    expect((await client.fragment('/x', id, '0-0/1', 'x')).header('BITS-Error')).toBe('0x8020001F');
    expect(await server.files()).toEqual([]);
  });
});

describe('a fragment', () => {
  it('that leaves a gap gets 416 and the offset, and changes nothing', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    const ack = await client.fragment('/x', id, '8-10/11', 'rld');
    expect([ack.status, ack.header('BITS-Received-Content-Range'), ack.header('BITS-Error')]).toEqual([416, '5', undefined]);
    expect((await client.fragment('/x', id, '5-10/11', ' world')).header('BITS-Received-Content-Range')).toBe('11');
  });

  it('that overlaps keeps the old bytes and adds the new tail', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    const ack = await client.fragment('/x', id, '2-8/11', 'XXX wor');
    expect([ack.status, ack.header('BITS-Received-Content-Range')]).toEqual([200, '9']);
    await client.fragment('/x', id, '9-10/11', 'ld');
    await client.close('/x', id);
    expect(await readFile(join(server.dir, 'x'), 'utf8')).toBe('hello world');
  });

  it('that is known already changes nothing, also after the last one', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/5', 'hello');
    const ack = await client.fragment('/x', id, '0-4/5', 'HELLO');
    expect([ack.status, ack.header('BITS-Received-Content-Range')]).toEqual([200, '5']);
    await client.close('/x', id);
    expect(await readFile(join(server.dir, 'x'), 'utf8')).toBe('hello');
  });

  it('that is cut in its middle is as if it had never come', async () => {
    const server = await startedServer();
    const first = await server.connect();
    const id = await first.create('/x');
    await first.fragment('/x', id, '0-4/11', 'hello');
    first.send(`BITS_POST /x HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: ${id}\r\n`);
    first.send('Content-Range: bytes 5-10/11\r\nContent-Length: 6\r\n\r\n wo');
    first.socket.destroy();
    const second = await server.connect();
    const ahead = await second.fragment('/x', id, '8-10/11', 'rld');
    expect([ahead.status, ahead.header('BITS-Received-Content-Range')]).toEqual([416, '5']);
    await second.fragment('/x', id, '5-10/11', ' world');
    await second.close('/x', id);
    expect(await readFile(join(server.dir, 'x'), 'utf8')).toBe('hello world');
  });

  it('takes the place of one that hangs on a dead connection', async () => {
    const server = await startedServer();
    const dead = await server.connect();
    const id = await dead.create('/x');
    dead.send(`BITS_POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: ${id}\r\n`);
    dead.send('Content-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nHEL');
    expect((await dead.answer()).status).toBe(100); // so the server is reading its body
    const alive = await server.connect();
    expect((await alive.fragment('/x', id, '0-4/5', 'hello')).status).toBe(200);
    await dead.ended();
    await alive.close('/x', id);
    expect(await readFile(join(server.dir, 'x'), 'utf8')).toBe('hello');
  });

  it('may come byte by byte', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    const packet = `BITS_POST /x HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: ${id}\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nhello`;
    client.socket.setNoDelay(true);
    for (const byte of Buffer.from(packet)) await new Promise((sent) => client.socket.write(Buffer.of(byte), sent));
    expect((await client.answer()).header('BITS-Received-Content-Range')).toBe('5');
  });
});

describe('the reference server refuses', () => {
  const PROTOCOL = 'BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}';

  it.each([
    ['a packet of no known type', 'Fragments', []],
    ['an offer without a common protocol', 'Create-Session', ['BITS-Supported-Protocols: {00000000-0000-0000-0000-000000000000}']],
    ['no offer', 'Create-Session', []],
    ['a value beyond 4 KiB', 'Create-Session', [PROTOCOL, `X-Long: ${'x'.repeat(4097)}`]],
    ['a fragment without a session', 'Fragment', ['Content-Range: bytes 0-0/1']],
    ['a close without a session', 'Close-Session', []],
    ['a folded header', 'Create-Session', [PROTOCOL, 'X-Fold: a\r\n b']],
  ])('%s with 400', async (_what, type, lines) => {
    const client = await (await startedServer()).connect();
    const ack = await client.packet(type, '/x', lines);
    expect([ack.status, ack.header('BITS-Error'), ack.header('BITS-Error-Code'), ack.header('BITS-Error-Context')]).toEqual([
      400,
      '0x80070057',
      '0x80070057',
      '0x5',
    ]);
    expect((await client.packet('Ping', '/x')).status).toBe(200); // the connection is still of use
  });

  it.each([
    ['no range', []],
    ['a malformed range', ['Content-Range: bytes 0-x/5']],
    ['an unknown total', ['Content-Range: bytes 0-4/*']],
    ['a range beyond the total', ['Content-Range: bytes 1-5/5']],
    ['an inverted range', ['Content-Range: bytes 4-0/5']],
    ['a range that is longer than the body', ['Content-Range: bytes 0-5/6']],
    ['a range that is shorter than the body', ['Content-Range: bytes 0-3/6']],
  ])('a fragment with %s with 400', async (_what, lines) => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    const ack = await client.packet('Fragment', '/x', [`BITS-Session-Id: ${id}`, ...lines], 'hello');
    expect([ack.status, ack.header('BITS-Error')]).toEqual([400, '0x80070057']);
    expect((await client.fragment('/x', id, '0-4/5', 'hello')).status).toBe(200);
  });

  it('a total that changes, and still says where to go on', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    const ack = await client.fragment('/x', id, '5-9/10', ' worl');
    expect([ack.status, ack.header('BITS-Error'), ack.header('BITS-Received-Content-Range')]).toEqual([400, '0x80070057', '5']);
  });

  it.each(['Ping', 'Create-Session', 'Close-Session', 'Cancel-Session'])('a body of %s', async (type) => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    const ack = await client.packet(type, '/y', [PROTOCOL, `BITS-Session-Id: ${id}`], 'body');
    expect([ack.status, ack.header('BITS-Error')]).toEqual([400, '0x80070057']);
  });

  it('a packet without Content-Length with 411', async () => {
    const client = await (await startedServer()).connect();
    client.send('BITS_POST /x HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\n\r\n');
    expect((await client.answer()).status).toBe(411);
    client.send('BITS_POST /x HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n');
    const ack = await client.answer();
    expect([ack.status, ack.header('Connection')]).toEqual([411, 'close']);
  });

  it('a packet without Host, which HTTP/1.1 demands', async () => {
    const client = await (await startedServer()).connect();
    client.send('BITS_POST /x HTTP/1.1\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n');
    expect((await client.answer()).status).toBe(400);
  });

  it.each(['fragment', 'close', 'cancel'] as const)('a %s for a session that it does not know', async (packet) => {
    const client = await (await startedServer()).connect();
    const id = '{00000000-0000-0000-0000-000000000000}';
    const ack = packet === 'fragment' ? await client.fragment('/x', id, '0-4/5', 'hello') : await client[packet]('/x', id);
    expect([ack.status, ack.header('BITS-Error'), ack.header('BITS-Error-Context')]).toEqual([500, '0x8020001F', '0x5']);
  });

  it('a packet for a session that was closed', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-0/1', 'x');
    await client.close('/x', id);
    expect((await client.close('/x', id)).header('BITS-Error')).toBe('0x8020001F');
  });

  it('a packet whose URL is not that of its session', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    expect((await client.fragment('/y', id, '0-0/1', 'x')).status).toBe(400);
  });

  it.each(['/taken', '/../x', '/%2e%2e%2fx', '/..%5cx', '/C:/x', '/nul', '/.bitstap-upload-x'])(
    'the destination %s with 403',
    async (path) => {
      const server = await startedServer();
      await writeFile(join(server.dir, 'taken'), 'old');
      const ack = await (await server.connect()).packet('Create-Session', path, [PROTOCOL]);
      expect([ack.status, ack.header('BITS-Error'), ack.header('BITS-Session-Id')]).toEqual([403, '0x80070005', undefined]);
      expect(await readFile(join(server.dir, 'taken'), 'utf8')).toBe('old');
      expect(await server.files()).toEqual(['taken']);
    },
  );

  it('to overwrite a file that came into being after the session', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const ids = [await client.create('/x'), await client.create('/x')];
    for (const id of ids) await client.fragment('/x', id, '0-0/1', 'x');
    expect((await client.close('/x', ids[0] ?? '')).status).toBe(200);
    expect((await client.close('/x', ids[1] ?? '')).status).toBe(403);
  });

  it('a file above its limit, by its total', async () => {
    const client = await (await startedServer({ maxSize: 10n })).connect();
    const id = await client.create('/x');
    const ack = await client.fragment('/x', id, '0-4/11', 'hello');
    expect([ack.status, ack.header('BITS-Error')]).toEqual([500, '0x80200020']);
    expect((await client.fragment('/x', id, '0-4/10', 'hello')).status).toBe(200);
  });

  it('sizes beyond what it can count, whatever the limit', async () => {
    const client = await (await startedServer({ maxSize: 2n ** 64n })).connect();
    const id = await client.create('/x');
    expect((await client.fragment('/x', id, `0-4/${2n ** 53n}`, 'hello')).header('BITS-Error')).toBe('0x80200020');
  });

  it('more sessions than its limit, until one ends', async () => {
    const client = await (await startedServer({ maxSessions: 1 })).connect();
    const id = await client.create('/x');
    expect((await client.packet('Create-Session', '/y', [PROTOCOL])).status).toBe(503);
    await client.cancel('/x', id);
    expect((await client.packet('Create-Session', '/y', [PROTOCOL])).status).toBe(200);
  });

  it('bytes that are no HTTP, and ends the connection', async () => {
    const client = await (await startedServer()).connect();
    client.send('garbage\r\n\r\n');
    expect((await client.answer()).status).toBe(400);
    await client.ended();
  });

  it('a head beyond its limit', async () => {
    const client = await (await startedServer({ maxHeadBytes: 1000 })).connect();
    client.send(`GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(500)}`);
    expect((await client.answer()).status).toBe(400);
    await client.ended();
  });
});

describe('the reply', () => {
  it('has name, size and digest, and is there from the last fragment until the session is closed', async () => {
    const client = await (await startedServer({ reply: 'digest' })).connect();
    const id = await client.create('/in/abc.txt');
    expect((await client.fragment('/in/abc.txt', id, '0-0/3', 'a')).header('BITS-Reply-URL')).toBeUndefined();
    const url = (await client.fragment('/in/abc.txt', id, '1-2/3', 'bc')).header('BITS-Reply-URL');
    expect(url).toBe(`/BITS-Sessions/Replies/${id.replace('{', '%7B').replace('}', '%7D')}/reply.json`);
    const reply = await get(client, url);
    // The digest of "abc" from FIPS 180-2, appendix B.1.
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect([reply.status, JSON.parse(reply.body)]).toEqual([200, { name: 'in/abc.txt', size: 3, sha256 }]);
    await client.close('/in/abc.txt', id);
    expect((await get(client, url)).status).toBe(404);
  });

  it('is digested rightly over overlaps, repetitions and fragments that were cut', async () => {
    const server = await startedServer({ reply: 'digest' });
    const cut = await server.connect();
    const id = await cut.create('/abc');
    await cut.fragment('/abc', id, '0-0/3', 'a');
    cut.send(
      `BITS_POST /abc HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: ${id}\r\nContent-Range: bytes 1-2/3\r\nContent-Length: 2\r\n\r\nX`,
    );
    cut.socket.destroy();
    const client = await server.connect();
    await client.fragment('/abc', id, '0-1/3', 'Xb');
    await client.fragment('/abc', id, '0-0/3', 'X');
    const url = (await client.fragment('/abc', id, '2-2/3', 'c')).header('BITS-Reply-URL');
    expect((await client.fragment('/abc', id, '2-2/3', 'X')).header('BITS-Reply-URL')).toBe(url);
    expect((await get(client, url)).body).toContain('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it.each([
    ['bytes=0-4', 206, 0, 5],
    ['bytes=5-', 206, 5, undefined],
    ['bytes=-3', 206, -3, undefined],
    ['bytes=5-100000', 206, 5, undefined],
    ['bytes=0-0,2-3', 200, 0, undefined],
    ['bytes=4-2', 200, 0, undefined],
    ['lines=1-2', 200, 0, undefined],
  ])('gives %s with status %i', async (range, status, from, to) => {
    const { client, url } = await completedUpload();
    const whole = await get(client, url);
    expect(await get(client, url, `Range: ${range}`)).toMatchObject({ status, body: whole.body.slice(from, to) });
  });

  it.each(['bytes=100000-', 'bytes=-0'])('has no %s', async (range) => {
    const { client, url } = await completedUpload();
    const { length } = (await get(client, url)).body;
    const answer = await get(client, url, `Range: ${range}`);
    expect([answer.status, answer.header('Content-Range')]).toEqual([416, `bytes */${length}`]);
  });

  it('tells its size to HEAD', async () => {
    const { client, url } = await completedUpload();
    const { length } = (await get(client, url)).body;
    client.send(`HEAD ${url} HTTP/1.1\r\nHost: h\r\nRange: bytes=0-0\r\n\r\n`);
    const answer = await client.answer('bodyless');
    expect([answer.status, answer.header('Content-Length')]).toEqual([200, String(length)]);
    expect((await client.packet('Ping', '/')).status).toBe(200);
  });

  it('is not to be had of a server without replies', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    expect((await client.fragment('/x', id, '0-0/1', 'x')).header('BITS-Reply-URL')).toBeUndefined();
  });
});

describe('ordinary HTTP', () => {
  it.each(['/', '/secret.txt', '/BITS-Sessions/Replies/%7B00000000-0000-0000-0000-000000000000%7D/reply.json'])(
    'finds nothing at %s',
    async (path) => {
      const server = await startedServer();
      await writeFile(join(server.dir, 'secret.txt'), 'secret');
      const client = await server.connect();
      client.send(`GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`);
      const answer = await client.answer();
      expect(answer.status).toBe(404);
      expect(answer.body).not.toContain('secret\n');
    },
  );

  it('is told which methods there are', async () => {
    const client = await (await startedServer()).connect();
    client.send('bits_post /x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n');
    const answer = await client.answer();
    expect([answer.status, answer.header('Allow')]).toEqual([405, 'BITS_POST, GET, HEAD']);
  });
});

describe('a connection', () => {
  it('is asked for the body that it holds back', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    client.send(`BITS_POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nBITS-Packet-Type: Fragment\r\n`);
    client.send(`BITS-Session-Id: ${id}\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\n`);
    expect((await client.answer()).status).toBe(100);
    client.send('hello');
    expect((await client.answer()).header('BITS-Received-Content-Range')).toBe('5');
  });

  it('is not asked for a body that is of no use, and ends', async () => {
    const client = await (await startedServer()).connect();
    const id = await client.create('/x');
    client.send(`BITS_POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nBITS-Packet-Type: Fragment\r\n`);
    client.send(`BITS-Session-Id: ${id}\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n`);
    const ack = await client.answer();
    expect([ack.status, ack.header('Connection')]).toEqual([416, 'close']);
    client.socket.end();
    await client.ended();
  });

  it('may be half closed by a client that waits for its answer', async () => {
    const client = await (await startedServer()).connect();
    client.send('BITS_POST / HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n');
    client.socket.end();
    expect((await client.answer()).status).toBe(200);
    await client.ended();
  });

  it('ends after an answer to HTTP/1.0, which is in HTTP/1.1', async () => {
    const client = await (await startedServer()).connect();
    client.send('BITS_POST / HTTP/1.0\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n');
    const ack = await client.answer();
    expect([ack.status, ack.header('Connection')]).toEqual([200, 'close']);
    await client.ended();
  });

  it('answers pipelined packets in their order', async () => {
    const client = await (await startedServer()).connect();
    const ping = 'BITS_POST / HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n';
    client.send(`${ping}GET / HTTP/1.1\r\nHost: h\r\n\r\n${ping}`);
    expect([(await client.answer()).status, (await client.answer()).status, (await client.answer()).status]).toEqual([200, 404, 200]);
  });
});

describe('startBitsServer', () => {
  it('ends its connections and deletes partial files when it is closed', async () => {
    const server = await startedServer();
    const client = await server.connect();
    const id = await client.create('/x');
    await client.fragment('/x', id, '0-4/11', 'hello');
    await server.close();
    await client.ended();
    expect(await server.files()).toEqual([]);
  });

  it('deletes what a server that crashed left behind long ago', async () => {
    const dir = await temporaryFolder();
    for (const name of ['.bitstap-upload-old', '.bitstap-upload-new', 'other']) await writeFile(join(dir, name), '');
    for (const name of ['.bitstap-upload-old', 'other']) await utimes(join(dir, name), 0, 0);
    const server = await startedServer({ dir });
    expect((await readdir(dir)).sort()).toEqual(['.bitstap-upload-new', 'other']);
    await server.close();
  });

  it('says when the port is in use', async () => {
    const { address, dir } = await startedServer();
    await expect(startBitsServer({ dir, listen: address })).rejects.toMatchObject({ code: 'listen-in-use' });
  });

  it('says when there is no such folder', async () => {
    const listen = { host: '127.0.0.1', port: 0 };
    await expect(startBitsServer({ dir: join(await temporaryFolder(), 'none'), listen })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});

async function completedUpload(): Promise<{ client: RawClient; url: string | undefined }> {
  const client = await (await startedServer({ reply: 'digest' })).connect();
  const id = await client.create('/x');
  const ack = await client.fragment('/x', id, '0-0/1', 'x');
  return { client, url: ack.header('BITS-Reply-URL') };
}

function get(client: RawClient, url: string | undefined, ...lines: string[]): Promise<RawAnswer> {
  client.send([`GET ${url} HTTP/1.1`, 'Host: h', ...lines, '', ''].join('\r\n'));
  return client.answer();
}
