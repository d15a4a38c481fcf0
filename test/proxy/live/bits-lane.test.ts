import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { End, listening, head as text, type Wires, wiresOfEachTest } from '../../kit/wires.ts';

const start = wiresOfEachTest();

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const PING = text('BITS_POST /f HTTP/1.1', 'Host: a', 'BITS-Packet-Type: Ping', 'Content-Length: 0');
const ACK = text('HTTP/1.1 200 OK', 'BITS-Packet-Type: Ack', 'Content-Length: 0');
const fragment = (body: Uint8Array, ...more: string[]) =>
  Buffer.concat([
    text(
      'BITS_POST /f HTTP/1.1',
      'Host: a',
      'BITS-Packet-Type: Fragment',
      'BITS-Session-Id: 1',
      `Content-Range: bytes 0-${body.length - 1}/${body.length}`,
      ...more,
      `Content-Length: ${body.length}`,
    ),
    body,
  ]);

/** What goes over the wire, and must come out of it on the other side to the byte. */
const TRAFFIC: ReadonlyArray<readonly [name: string, client: Buffer, server: Buffer]> = [
  ['BITS packets', Buffer.concat([PING, fragment(randomBytes(300_000)), PING]), Buffer.concat([ACK, ACK, ACK])],
  [
    'HTTP/1.0 without Host',
    text('BITS_POST /f HTTP/1.0', 'bits-packet-type:ping', 'content-length:  0'),
    text('HTTP/1.0 200 OK', 'x:  y '),
  ],
  [
    'chunked Acks',
    PING,
    Buffer.concat([
      text('HTTP/1.1 200 OK', 'BITS-Packet-Type: Ack', 'Transfer-Encoding: chunked'),
      Buffer.from('3;a=b\r\nabc\r\n0\r\nT: u\r\n\r\n'),
    ]),
  ],
  ['Expect: 100-continue', fragment(randomBytes(5000), 'Expect: 100-continue'), Buffer.concat([text('HTTP/1.1 100 Continue'), ACK])],
  ['odd heads', Buffer.from('BITS_POST /f HTTP/1.1\nHost: a\n  folded\nBITS-Packet-Type : Ping\n\n'), Buffer.from('HTTP/1.1 200\nA\n\n')],
  ['garbage instead of HTTP', Buffer.concat([Buffer.from([0x16, 0x03, 0x01]), randomBytes(20_000)]), randomBytes(20_000)],
  ['garbage after a packet', Buffer.concat([PING, randomBytes(5000)]), Buffer.concat([ACK, randomBytes(5000)])],
  ['half a head, and no more', PING.subarray(0, 30), ACK],
];

describe('the BITS lane passes to the byte', () => {
  it.each(TRAFFIC)('%s', async (_, sent, answered) => {
    const { client, server } = await exchangeAll(await start(), sent, answered, () => 1 << 16);
    expect([server.hash, client.hash]).toEqual([sha(sent), sha(answered)]);
  });

  it('all of it in random pieces', async () => {
    const running = await start();
    const lengths = fc.infiniteStream(fc.integer({ min: 1, max: 3000 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TRAFFIC), lengths, async ([, sent, answered], stream) => {
        const { client, server } = await exchangeAll(running, sent, answered, () => stream.next().value ?? 1);
        expect([server.hash, client.hash]).toEqual([sha(sent), sha(answered)]);
      }),
      { numRuns: 25 },
    );
  });
});

/** Both sides say their part, end with FIN, and hear the other's FIN. */
async function exchangeAll(
  running: Wires,
  sent: Buffer,
  answered: Buffer,
  nextLength: () => number,
): Promise<{ client: End; server: End }> {
  const index = running.accepted.length;
  const client = running.client();
  await client.write(sent, nextLength);
  client.socket.end();
  const server = await running.server(index);
  await server.write(answered, nextLength);
  server.socket.end();
  expect(await Promise.all([server.over, client.over])).toEqual(['fin', 'fin']);
  return { client, server };
}

describe('the BITS lane', () => {
  it('lets an early 4xx through while the fragment is still being sent', async () => {
    const running = await start();
    const client = running.client();
    const whole = fragment(randomBytes(100_000));
    await client.write(whole.subarray(0, 1000));
    const server = await running.server();
    await server.has(1000);
    await server.write(text('HTTP/1.1 413 Request Entity Too Large', 'Content-Length: 0'));
    await client.has('413');
    await client.write(whole.subarray(1000));
    await server.has(whole.length);
    expect(server.hash).toBe(sha(whole));
  });

  it('passes on a FIN and still hears the answer', async () => {
    const running = await start();
    const client = running.client();
    await client.write(PING);
    client.socket.end();
    const server = await running.server();
    expect(await server.over).toBe('fin');
    await server.write(ACK);
    await client.has(ACK.length);
    server.socket.end();
    expect(await client.over).toBe('fin');
    const closed = await running.seen((event) => event.type === 'connection' && event.connection.closedAt !== undefined);
    expect(closed).toMatchObject({ connection: { closedBy: 'client', how: 'fin' } });
  });

  it('passes a reset of the server on to the client as a reset', async () => {
    const running = await start();
    const client = running.client();
    await client.write(fragment(randomBytes(1000)).subarray(0, 500));
    const server = await running.server();
    await server.has(500);
    server.socket.resetAndDestroy();
    expect(await client.over).toBe('ECONNRESET');
    const packet = await running.seen((event) => event.type === 'packet' && event.packet.type === 'no-ack');
    expect(packet).toMatchObject({ packet: { cutOff: { by: 'server', how: 'reset' } } });
  });

  it('passes a reset of the client on to the server as a reset', async () => {
    const running = await start();
    const client = running.client();
    await client.write(fragment(randomBytes(1000)).subarray(0, 500));
    const server = await running.server();
    await server.has(500);
    client.socket.resetAndDestroy();
    expect(await server.over).toBe('ECONNRESET');
    const packet = await running.seen((event) => event.type === 'packet' && event.packet.type === 'no-ack');
    expect(packet).toMatchObject({ packet: { cutOff: { by: 'client', how: 'reset' } } });
  });

  it('keeps one connection to the server for each of the client, so that what was authenticated stays', async () => {
    const running = await start();
    const [first, second] = [running.client(), running.client()];
    await first.write(PING);
    const server = await running.server(0);
    await server.has(PING.length);
    await second.write(PING);
    await (await running.server(1)).has(PING.length);
    await server.write(text('HTTP/1.1 401 Unauthorized', 'WWW-Authenticate: NTLM', 'Content-Length: 0'));
    await first.has('401');
    await first.write(PING);
    await server.has(2 * PING.length);
    expect(running.accepted).toHaveLength(2);
  });

  it('holds a slow server up no more than the socket does, and a client that outruns it waits', async () => {
    const running = await start();
    const client = running.client();
    const body = randomBytes(8_000_000);
    const sending = client.write(fragment(body), () => 100_000);
    const server = await running.server();
    server.socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.socket.resume();
    await sending;
    await server.has(fragment(body).length);
    expect(server.hash).toBe(sha(fragment(body)));
  });

  it('rewrites Host and nothing else, in every request, and says so', async () => {
    const running = await start({ hostHeader: 'target' });
    const client = running.client();
    const odd = text('BITS_POST /f HTTP/1.1', 'x-A:  1', 'hOST:  old.example.test', 'BITS-Packet-Type: Ping', 'Content-Length: 0');
    await client.write(Buffer.concat([odd, odd]), () => 7);
    const server = await running.server();
    const wanted = odd.toString().replace('old.example.test', `127.0.0.1:${running.originPort}`);
    await server.has(2 * wanted.length);
    expect(server.text).toBe(wanted + wanted);
    await server.write(ACK);
    const shown = await running.seen((event) => event.type === 'exchange' && event.exchange.rewrites.length > 0);
    expect(shown).toMatchObject({ exchange: { id: 'x1', rewrites: [`Host: old.example.test → 127.0.0.1:${running.originPort}`] } });
  });

  it('adds no Host where there is none', async () => {
    const running = await start({ hostHeader: 'target' });
    const bare = text('BITS_POST /f HTTP/1.0', 'BITS-Packet-Type: Ping', 'Content-Length: 0');
    await running.client().write(bare);
    const server = await running.server();
    await server.has(bare.length);
    expect(server.bytes).toEqual(bare);
  });
});

describe('a server that is not there', () => {
  it('gives the client a 502 in plain words, also while it is sending, and says it on the timeline', async () => {
    const gone = createServer();
    const port = await listening(gone);
    gone.close();
    const running = await start({ target: new URL(`http://127.0.0.1:${port}`) });
    const client = running.client();
    await client.write(fragment(randomBytes(3_000_000)), () => 50_000);
    expect(await client.over).toBe('fin');
    expect(client.text).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    expect(client.text).toContain(`bitstap can't reach the server 127.0.0.1:${port}`);
    await running.seen((event) => event.type === 'fault' && event.code === 'upstream-refused');
    const packet = await running.seen((event) => event.type === 'packet' && event.packet.type === 'no-ack');
    expect(packet).toMatchObject({ packet: { cutOff: { by: 'proxy', how: 'failed' } } });
  });

  it('is named when its name does not exist', async () => {
    const running = await start({ target: new URL('http://no-such-host.invalid') });
    const client = running.client();
    await client.write(PING);
    await client.over;
    expect(client.text).toMatch(/502[\s\S]*no-such-host\.invalid/);
  });
});

describe('forward mode', () => {
  it('goes where each request says, one server after the other, on one connection', async () => {
    const running = await start();
    const other = createServer({ allowHalfOpen: true });
    const otherPort = await listening(other);
    const met = new Promise<End>((resolve) => other.on('connection', (socket) => resolve(new End(socket))));
    const client = running.client();
    const asked = (port: number, path: string) =>
      text(
        `BITS_POST http://127.0.0.1:${port}${path} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        'Proxy-Connection: keep-alive',
        'BITS-Packet-Type: Ping',
        'Content-Length: 0',
      );
    await client.write(Buffer.concat([asked(running.originPort, '/1'), asked(otherPort, '/2')]));
    const first = await running.server();
    const sent = text('BITS_POST /1 HTTP/1.1', `Host: 127.0.0.1:${running.originPort}`, 'BITS-Packet-Type: Ping', 'Content-Length: 0');
    await first.has(sent.length);
    expect(first.bytes).toEqual(sent);
    await first.write(ACK);
    const second = await met;
    await second.has('/2 HTTP/1.1');
    await second.write(ACK);
    await client.has(2 * ACK.length);
    expect(running.timeline.flatMap((event) => (event.type === 'session' ? [event.session.server] : []))).toContain(
      `127.0.0.1:${otherPort}`,
    );
    second.socket.destroy();
    other.close();
  });

  it('is refused beyond loopback unless it was allowed', async () => {
    const running = await start({ listen: { host: '0.0.0.0', port: 0 } });
    const client = new End((await import('node:net')).connect(running.tap.address.port, '127.0.0.1'));
    await client.write(text('BITS_POST http://127.0.0.1:9/f HTTP/1.1', 'BITS-Packet-Type: Ping', 'Content-Length: 0'));
    await client.over;
    expect(client.text).toMatch(/^HTTP\/1\.1 403[\s\S]*--allow-forward/);
  });

  it.each(['127.0.0.1', 'localhost', '0.0.0.0', '[::1]'])('does not connect to itself as %s', async (host) => {
    const running = await start();
    const client = running.client();
    await client.write(
      text(`BITS_POST http://${host}:${running.tap.address.port}/f HTTP/1.1`, 'BITS-Packet-Type: Ping', 'Content-Length: 0'),
    );
    await client.over;
    expect(client.text).toMatch(/^HTTP\/1\.1 403[\s\S]*does not connect to itself/);
  });

  it('needs a target for requests that name no server', async () => {
    const { startTap } = await import('../../../proxy/live/tap.ts');
    const tap = await startTap(
      { listen: { host: '127.0.0.1', port: 0 }, hostHeader: 'client', allowForward: false, insecure: false },
      () => {},
    );
    const client = new End((await import('node:net')).connect(tap.address.port, '127.0.0.1'));
    await client.write(PING);
    await client.over;
    expect(client.text).toMatch(/^HTTP\/1\.1 400[\s\S]*without a target/);
    await tap.close();
  });
});
