import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawAnswer, RawClient } from '../raw-client.ts';
import { startedServer } from '../started-server.ts';

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
