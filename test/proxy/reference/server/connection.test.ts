import { describe, expect, it } from 'vitest';
import { startedServer } from '../started-server.ts';

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

  it('stays when the client expects to be asked for a body that is empty', async () => {
    const client = await (await startedServer()).connect();
    client.send('BITS_POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n');
    const ack = await client.answer();
    expect([ack.status, ack.header('Connection')]).toEqual([200, undefined]);
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
