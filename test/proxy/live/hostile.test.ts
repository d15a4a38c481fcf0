import { connect, createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { End, listening, head as text, type Wires, wiresOfEachTest } from '../../kit/wires.ts';

const start = wiresOfEachTest();

const PING = text('BITS_POST /f HTTP/1.1', 'Host: a', 'BITS-Packet-Type: Ping', 'Content-Length: 0');
const OK = text('HTTP/1.1 200 OK', 'Content-Length: 0');

function heard(running: Wires, from: string, connection?: string): Buffer {
  const wanted = (id: string) => connection === undefined || id === connection;
  return Buffer.concat(
    running.wire.flatMap((event) => (event.type === 'data' && event.from === from && wanted(event.connection) ? [event.bytes] : [])),
  );
}

/** After it, the tap has read what was sent to it before. */
async function anotherRoundTrip(running: Wires, index: number): Promise<void> {
  const client = running.client();
  await client.write(PING);
  const server = await running.server(index);
  await server.has(PING.length);
  await server.write(OK);
  await client.has(OK.length);
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
    await vi.waitFor(() => expect(heard(running, 'client').length).toBeGreaterThan(500_000));
    server.socket.resume();
    await server.has(head.length + body.length);
    expect(await server.over).toBe('fin');
  });

  it('when the client resets in the middle of its first head', async () => {
    const running = await start();
    const client = running.client();
    await client.write(PING.subarray(0, 20));
    await anotherRoundTrip(running, 0);
    client.socket.resetAndDestroy();
    await closed(running);
    expect(heard(running, 'client', 'c1').toString()).toBe(PING.subarray(0, 20).toString());
  });

  it('when the client resets in the middle of a later head', async () => {
    const running = await start();
    const client = running.client();
    await client.write(PING);
    await (await running.server()).has(PING.length);
    await client.write(PING.subarray(0, 20));
    await anotherRoundTrip(running, 1);
    client.socket.resetAndDestroy();
    await closed(running);
    expect(heard(running, 'client', 'c1').length).toBe(PING.length + 20);
  });
});

describe('requests that an ordinary server would mend, refuse or die of', () => {
  const cases: ReadonlyArray<readonly [name: string, request: Buffer, line: string]> = [
    [
      'an upgrade to something else than WebSocket',
      text('GET /h2 HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: h2c'),
      'GET /h2 HTTP/1.1',
    ],
    [
      'an upgrade by POST',
      text('POST /h2 HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 0'),
      'POST /h2 HTTP/1.1',
    ],
    ['a head of 60 KiB', text('GET /big HTTP/1.1', 'Host: a', `Authorization: Negotiate ${'A'.repeat(60_000)}`), 'GET /big HTTP/1.1'],
    ['a target that is no URL', text('GET foo://[x HTTP/1.1', 'Host: a'), 'GET foo://[x HTTP/1.1'],
    ['OPTIONS *', text('OPTIONS * HTTP/1.1', 'Host: a'), 'OPTIONS * HTTP/1.1'],
    ['a path with dots and backslashes', text('GET /a/../b\\c?x?y HTTP/1.1', 'Host: a'), 'GET /a/../b\\c?x?y HTTP/1.1'],
    ['a path with an empty query', text('GET /a? HTTP/1.1', 'Host: a'), 'GET /a? HTTP/1.1'],
    [
      'both lengths',
      Buffer.concat([text('POST /both HTTP/1.1', 'Host: a', 'Content-Length: 5', 'Transfer-Encoding: chunked'), Buffer.from('0\r\n\r\n')]),
      'POST /both HTTP/1.1',
    ],
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
    await client.write(
      text(`BITS_POST http://${host}:${running.tap.address.port}/f HTTP/1.1`, 'BITS-Packet-Type: Ping', 'Content-Length: 0'),
    );
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
    [
      'after a packet',
      (port: number) => text(`BITS_POST http://127.0.0.1:${port}/ HTTP/1.1`, 'BITS-Packet-Type: Ping', 'Content-Length: 0'),
    ],
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

describe('leaving HTTP', () => {
  it('passes what looks like half a request once the server has agreed to an upgrade', async () => {
    const running = await start();
    const client = running.client();
    const upgrade = text('BITS_POST /f HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: other', 'Content-Length: 0');
    await client.write(upgrade);
    const server = await running.server();
    await server.has(upgrade.length);
    await server.write(text('HTTP/1.1 101 Switching Protocols', 'Upgrade: other'));
    await client.has('101');
    await client.write(Buffer.from('GET /half HTTP/1.1\r\nHost'));
    await server.has('GET /half HTTP/1.1\r\nHost');
    await server.write(Buffer.from('HTTP/1.1 what'));
    await client.has('HTTP/1.1 what');
  });

  it('passes what looks like half a request after a WebSocket handshake', async () => {
    const running = await start();
    const client = running.client();
    await client.write(text('GET /ws HTTP/1.1', 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x'));
    const server = await running.server();
    await server.has('\r\n\r\n');
    await server.write(text('HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'));
    await client.has('101');
    await client.write(Buffer.from('GET /half HTTP/1.1\r\nHost'));
    await server.has('GET /half HTTP/1.1\r\nHost');
    expect(heard(running, 'client').toString()).toContain('GET /half HTTP/1.1\r\nHost');
  });
});

describe('a change of lanes at a bad moment', () => {
  const GET = text('GET /slow HTTP/1.1', 'Host: a');

  it('keeps a big upload waiting with the client until the answer before it is done', async () => {
    const running = await start();
    const client = running.client();
    const body = Buffer.alloc(30_000_000, 'x');
    const upload = Buffer.concat([text('BITS_POST /f HTTP/1.1', 'BITS-Packet-Type: Fragment', `Content-Length: ${body.length}`), body]);
    await client.write(GET);
    const web = await running.server(0);
    await web.has('\r\n\r\n');
    client.socket.end(upload);
    await anotherRoundTrip(running, 1);
    await anotherRoundTrip(running, 2);
    expect(client.socket.writableLength).toBeGreaterThan(0);
    await web.write(OK);
    const bits = await running.server(3);
    await bits.has(upload.length);
    expect(bits.bytes.equals(upload)).toBe(true);
    expect(await bits.over).toBe('fin');
    await bits.write(OK);
    bits.socket.end();
    expect(await client.over).toBe('fin');
    expect(client.text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(
      await running.seen((event) => event.type === 'connection' && event.connection.closedAt !== undefined && event.connection.id === 'c1'),
    ).toMatchObject({
      connection: { closedBy: 'client', how: 'fin' },
    });
  });

  it('passes half a head and FIN after an ordinary request', async () => {
    const running = await start();
    const client = running.client();
    client.socket.end(Buffer.concat([GET, PING.subarray(0, 30)]));
    const web = await running.server(0);
    await web.has('\r\n\r\n');
    await web.write(OK);
    const bits = await running.server(1);
    await bits.has(30);
    expect(await bits.over).toBe('fin');
    expect(bits.text).toBe(PING.subarray(0, 30).toString());
  });
});

describe('a server that answers an ordinary client badly', () => {
  it.each([
    ['a reason with a control character', 'HTTP/1.1 200 a\x01b\r\nContent-Length: 0\r\n\r\n'],
    ['a value with a control character', 'HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 0\r\n\r\n'],
    ['a status out of range', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['a status beyond 999', 'HTTP/1.1 9999 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['an empty name', 'HTTP/1.1 200 OK\r\n: b\r\nContent-Length: 0\r\n\r\n'],
    ['no HTTP', '\x16\x03\x01\r\n\r\n'],
    ['a head of 60 KiB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(60_000)}\r\nContent-Length: 0\r\n\r\n`],
    ['an upgrade that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'],
    ['nothing', ''],
  ])('with %s ends that connection, and no other', async (_, bad) => {
    const running = await start();
    const client = running.client();
    await client.write(text('GET /x HTTP/1.1', 'Host: a', 'Connection: close'));
    const server = await running.server();
    await server.has('\r\n\r\n');
    server.socket.end(Buffer.from(bad, 'latin1'));
    await client.over;
    await anotherRoundTrip(running, 1);
  });
});

describe('the end of an ordinary connection', () => {
  it('comes after the answer that the server is not there, also while the client is sending', async () => {
    const gone = createServer();
    const port = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const running = await start({ target: new URL(`http://127.0.0.1:${port}`) });
    const client = running.client();
    const body = Buffer.alloc(20_000_000, 'x');
    client.socket.write(text('POST /x HTTP/1.1', 'Host: a', `Content-Length: ${body.length}`));
    client.socket.write(body);
    expect(await client.over).toBe('fin');
    expect(client.text).toMatch(/^HTTP\/1\.1 502[\s\S]*can't reach the server/);
    expect(heard(running, 'proxy').toString()).toBe(client.text);
    client.socket.destroy();
    expect(await closed(running)).toMatchObject({ connection: { closedBy: 'proxy', how: 'failed' } });
  });

  it('ends as the server ended it', async () => {
    const running = await start();
    const client = running.client();
    await client.write(text('GET /x HTTP/1.1', 'Host: a'));
    const server = await running.server();
    await server.has('\r\n\r\n');
    await server.write(text('HTTP/1.1 200 OK', 'Content-Length: 0', 'Connection: close'));
    expect(await client.over).toBe('fin');
    client.socket.end();
    expect(await closed(running)).toMatchObject({ connection: { closedBy: 'server', how: 'fin' } });
  });
});

describe('closing the tap', () => {
  it('lets go of a server that still owes the delivery of what a client said last', async () => {
    const running = await start();
    const client = running.client();
    const body = Buffer.alloc(20_000_000, 'x');
    await client.write(text('BITS_POST /f HTTP/1.1', 'BITS-Packet-Type: Fragment', `Content-Length: ${body.length}`));
    const server = await running.server();
    server.socket.pause();
    client.socket.end(body);
    await vi.waitFor(() => expect(heard(running, 'client').length).toBeGreaterThan(500_000));
    await running.tap.close();
    server.socket.resume();
    expect(await server.over).not.toBe('');
    expect(running.wire.at(-1)).toMatchObject({ type: 'closed', how: 'shutdown' });
  });
});
