import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startedServer } from '../started-server.ts';

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

  it('that hangs ends with its session when the time is up', async () => {
    const server = await startedServer({ sessionTimeoutMs: 20 });
    const client = await server.connect();
    const id = await client.create('/x');
    client.send(
      `BITS_POST /x HTTP/1.1\r\nHost: h\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: ${id}\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nhel`,
    );
    await server.logged(/timed out at byte 0/);
    expect(await server.files()).toEqual([]);
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
