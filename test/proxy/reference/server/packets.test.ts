import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startedServer } from '../started-server.ts';

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

  it('without letting the client write control characters into the log', async () => {
    const server = await startedServer();
    await (await server.connect()).packet('Ping\u001b[2J', '/x');
    expect(server.log).toEqual([expect.stringMatching(/^refused as invalid-request: [\x20-\x7e]*$/)]);
  });
});
