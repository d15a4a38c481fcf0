import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { End, listening, Wires } from '../../kit/wires.ts';

let wires: Wires | undefined;

afterEach(async () => {
  await wires?.stop();
  wires = undefined;
});

async function start(options: Parameters<typeof Wires.start>[0] = {}): Promise<Wires> {
  wires = await Wires.start(options);
  return wires;
}

const text = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
const PING = text('BITS_POST /f HTTP/1.1', 'Host: a', 'BITS-Packet-Type: Ping', 'Content-Length: 0');
const OK = text('HTTP/1.1 200 OK', 'Content-Length: 0');

function heard(running: Wires, from: string): Buffer {
  return Buffer.concat(running.wire.flatMap((event) => (event.type === 'data' && event.from === from ? [event.bytes] : [])));
}

async function closed(running: Wires): Promise<unknown> {
  return running.seen((event) => event.type === 'connection' && event.connection.closedAt !== undefined);
}

describe('nothing that was said is lost', () => {
  it('when the server has ended first and then reads slowly what the client still says', async () => {
    const running = await start();
    const client = running.client();
    const body = Buffer.alloc(8_000_000, 'x');
    const head = text('BITS_POST /f HTTP/1.1', 'BITS-Packet-Type: Fragment', `Content-Length: ${body.length}`);
    await client.write(head);
    const server = await running.server();
    await server.has(head.length);
    server.socket.end();
    expect(await client.over).toBe('fin');
    server.socket.pause();
    client.socket.end(body);
    await running.seen((event) => event.type === 'exchange' && (event.exchange.request?.bodyLength ?? 0) > 1_000_000);
    server.socket.resume();
    await server.has(head.length + body.length);
    expect(await server.over).toBe('fin');
  });

  it('when the client resets in the middle of its first head', async () => {
    const running = await start();
    const client = running.client();
    await client.write(PING.subarray(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.socket.resetAndDestroy();
    await closed(running);
    expect(heard(running, 'client').toString()).toBe(PING.subarray(0, 20).toString());
  });

  it('when the client resets in the middle of a later head', async () => {
    const running = await start();
    const client = running.client();
    await client.write(PING);
    await (await running.server()).has(PING.length);
    await client.write(PING.subarray(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.socket.resetAndDestroy();
    await closed(running);
    expect(heard(running, 'client').length).toBe(PING.length + 20);
  });
});

describe('requests that an ordinary server would mend, refuse or die of', () => {
  const cases: ReadonlyArray<readonly [name: string, request: Buffer, line: string]> = [
    ['an upgrade to something else than WebSocket', text('GET /h2 HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: h2c'), 'GET /h2 HTTP/1.1'],
    ['an upgrade by POST', text('POST /h2 HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 0'), 'POST /h2 HTTP/1.1'],
    ['a head of 60 KiB', text('GET /big HTTP/1.1', 'Host: a', `Authorization: Negotiate ${'A'.repeat(60_000)}`), 'GET /big HTTP/1.1'],
    ['a target that is no URL', text('GET foo://[x HTTP/1.1', 'Host: a'), 'GET foo://[x HTTP/1.1'],
    ['OPTIONS *', text('OPTIONS * HTTP/1.1', 'Host: a'), 'OPTIONS * HTTP/1.1'],
    ['a path with dots and backslashes', text('GET /a/../b\\c?x?y HTTP/1.1', 'Host: a'), 'GET /a/../b\\c?x?y HTTP/1.1'],
    ['a path with an empty query', text('GET /a? HTTP/1.1', 'Host: a'), 'GET /a? HTTP/1.1'],
    ['both lengths', Buffer.concat([text('POST /both HTTP/1.1', 'Host: a', 'Content-Length: 5', 'Transfer-Encoding: chunked'), Buffer.from('0\r\n\r\n')]), 'POST /both HTTP/1.1'],
    ['a control character in a value', text('GET /c HTTP/1.1', 'Host: a', 'X: a\x01b'), 'GET /c HTTP/1.1'],
    ['an empty header name', text('GET /c HTTP/1.1', 'Host: a', ': b'), 'GET /c HTTP/1.1'],
    ['a name with a space', text('GET /c HTTP/1.1', 'Host: a', 'x y: b'), 'GET /c HTTP/1.1'],
    ['two Hosts', text('GET /c HTTP/1.1', 'Host: a', 'Host: b'), 'GET /c HTTP/1.1'],
    ['an Expect of its own', text('GET /c HTTP/1.1', 'Host: a', 'Expect: the-unexpected'), 'GET /c HTTP/1.1'],
  ];

  it.each(cases)('%s reaches the server, and its answer the client', async (_, request, line) => {
    const running = await start();
    const client = running.client();
    await client.write(request);
    const server = await running.server();
    await server.has('\r\n\r\n');
    expect(server.text.split('\r\n')[0]).toBe(line);
    await server.write(OK);
    await client.has('HTTP/1.1 200 OK');
  });

  it('answers an ordinary client that has sent its FIN', async () => {
    const running = await start();
    const client = running.client();
    await client.write(text('GET /x HTTP/1.1', 'Host: a'));
    client.socket.end();
    const server = await running.server();
    await server.has('\r\n\r\n');
    await server.write(OK);
    await client.has('HTTP/1.1 200 OK');
    expect(await client.over).toBe('fin');
  });

  it('a Host with endless white space costs no more than its length', async () => {
    const running = await start({ hostHeader: 'target' });
    const client = running.client();
    const odd = `${' '.repeat(100_000)}\r${' '.repeat(100_000)}b`;
    await client.write(text('BITS_POST /f HTTP/1.1', `Host: a${odd}`, 'BITS-Packet-Type: Ping', 'Content-Length: 0'));
    await (await running.server()).has('Content-Length: 0');
  });

  it('goes on rewriting when garbage between two requests is over', async () => {
    const running = await start({ hostHeader: 'target' });
    const client = running.client();
    await client.write(Buffer.concat([PING, Buffer.from('\x00\x01garbage\r\n'), PING]));
    const server = await running.server();
    await server.has('garbage\r\n');
    await server.has(2 * PING.length);
    expect(server.text).not.toContain('Host: a\r\n');
  });
});

describe('clients that give up at a bad moment do no harm', () => {
  it.each([
    ['a refused CONNECT', (own: number) => text(`CONNECT localhost:${own} HTTP/1.1`)],
    ['a CONNECT that makes no sense', () => text('CONNECT nonsense HTTP/1.1')],
    ['a FIN without a word', () => Buffer.alloc(0)],
  ])('after %s', async (_, request) => {
    const running = await start();
    const client = running.client();
    await client.write(request(running.tap.address.port));
    client.socket.end();
    await client.over;
    client.socket.resetAndDestroy();
    await closed(running);
    const next = running.client();
    await next.write(PING);
    await (await running.server()).has(PING.length);
  });
});

describe('our own ports', () => {
  it.each(['[::ffff:127.0.0.1]', '127.0.0.2', 'localhost.', '127.1', '[::]'])('are not reached as %s', async (host) => {
    const running = await start();
    const before = running.tap.connections;
    const client = running.client();
    await client.write(text(`BITS_POST http://${host}:${running.tap.address.port}/f HTTP/1.1`, 'BITS-Packet-Type: Ping', 'Content-Length: 0'));
    await client.has('\r\n\r\n');
    expect(client.text).toMatch(/^HTTP\/1\.1 (403|502)/);
    expect(running.tap.connections - before).toBeLessThanOrEqual(1);
    expect(running.wire.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });

  it('are not reached with garbage either, when the tap is its own target', async () => {
    const free = createServer();
    const port = await listening(free);
    await new Promise((resolve) => free.close(resolve));
    const running = await start({ target: new URL(`http://127.0.0.1:${port}`), listen: { host: '127.0.0.1', port } });
    const client = running.client();
    await client.write(Buffer.from('\x16\x03\x01garbage\r\n\r\n', 'latin1'));
    await client.has('403');
    expect(running.wire.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });
});

describe('a later CONNECT on a connection', () => {
  it.each([
    ['after an ordinary request', (port: number) => text(`GET http://127.0.0.1:${port}/ HTTP/1.1`, 'Host: a')],
    ['after a packet', (port: number) => text(`BITS_POST http://127.0.0.1:${port}/ HTTP/1.1`, 'BITS-Packet-Type: Ping', 'Content-Length: 0')],
  ])('%s opens a tunnel and asks nobody else', async (_, first) => {
    const running = await start();
    const other = createServer({ allowHalfOpen: true });
    const otherPort = await listening(other);
    const met = new Promise<End>((resolve) => other.on('connection', (socket) => resolve(new End(socket))));
    const client = new End(connect({ ...running.tap.address, allowHalfOpen: true }));
    await client.write(first(running.originPort));
    const server = await running.server();
    await server.has('\r\n\r\n');
    await server.write(OK);
    await client.has('200 OK');
    await client.write(Buffer.concat([text(`CONNECT 127.0.0.1:${otherPort} HTTP/1.1`, 'Host: a'), Buffer.from('inside')]));
    await client.has('200 Connection established');
    const end = await met;
    await end.has('inside');
    expect(end.text).toBe('inside');
    client.socket.destroy();
    end.socket.destroy();
    other.close();
  });
});
