import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { startTap, type Tap, type TapOptions } from '../../../proxy/live/tap.ts';
import { End, listening } from '../../kit/wires.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const tls = (file: string) => readFileSync(new URL(`../../kit/tls/${file}`, import.meta.url));

async function tapBefore(
  listener: RequestListener,
  scheme: 'http' | 'https' = 'http',
  options: Partial<TapOptions> = {},
): Promise<{ tap: Tap; wire: WireEvent[]; port: number; origin: ReturnType<typeof createHttpServer> }> {
  const origin =
    scheme === 'http' ? createHttpServer(listener) : createHttpsServer({ key: tls('key.pem'), cert: tls('cert.pem') }, listener);
  const port = await listening(origin);
  closing.push(
    () => origin.closeAllConnections(),
    () => origin.close(),
  );
  const wire: WireEvent[] = [];
  const tap = await startTap(
    {
      target: new URL(`${scheme}://127.0.0.1:${port}`),
      listen: { host: '127.0.0.1', port: 0 },
      hostHeader: 'target',
      allowForward: false,
      insecure: false,
      ...options,
    },
    (event) => wire.push(event),
  );
  closing.push(() => tap.close());
  return { tap, wire, port, origin };
}

function client(tap: Tap): End {
  const end = new End(connect({ ...tap.address, allowHalfOpen: true }));
  closing.push(() => end.socket.destroy());
  return end;
}

const heard = (wire: readonly WireEvent[], from: string) =>
  Buffer.concat(wire.flatMap((event) => (event.type === 'data' && event.from === from ? [event.bytes] : []))).toString('latin1');

describe('the web lane', () => {
  it('serves ordinary requests on one connection, and observes the bytes that the client saw', async () => {
    const { tap, wire, port } = await tapBefore((request, response) =>
      response.end(`${request.method} ${request.url} ${request.headers.host}`),
    );
    const end = client(tap);
    await end.write(Buffer.from('GET /a HTTP/1.1\r\nHost: me\r\n\r\nGET /b HTTP/1.1\r\nHost: me\r\n\r\n'));
    await end.has(`GET /b 127.0.0.1:${port}`);
    expect(end.text).toContain(`GET /a 127.0.0.1:${port}`);
    expect(heard(wire, 'server')).toBe(end.text);
    expect(heard(wire, 'client')).toBe('GET /a HTTP/1.1\r\nHost: me\r\n\r\nGET /b HTTP/1.1\r\nHost: me\r\n\r\n');
  });

  it('hands a connection over to the BITS lane when an upload begins on it, after the answers in flight', async () => {
    const { tap, wire, origin } = await tapBefore((_, response) => setTimeout(() => response.end('late'), 30));
    origin.removeAllListeners('clientError');
    origin.on('clientError', (_, socket) => socket.end('HTTP/1.1 200 OK\r\nBITS-Packet-Type: Ack\r\nContent-Length: 0\r\n\r\n'));
    const end = client(tap);
    await end.write(
      Buffer.from('GET /health HTTP/1.1\r\nHost: me\r\n\r\nBITS_POST /f HTTP/1.1\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n'),
      () => 11,
    );
    await end.has('BITS-Packet-Type: Ack');
    expect(end.text.indexOf('late')).toBeLessThan(end.text.indexOf('BITS-Packet-Type: Ack'));
    expect(heard(wire, 'client')).toContain('BITS_POST /f HTTP/1.1');
    end.socket.end();
    await end.over;
    while (!wire.some(({ type }) => type === 'closed')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(wire.filter(({ type }) => type === 'opened' || type === 'closed').map(({ type }) => type)).toEqual(['opened', 'closed']);
  });

  it('relays WebSockets', async () => {
    const { tap, origin } = await tapBefore((_, response) => response.end());
    const sockets = new WebSocketServer({ server: origin });
    sockets.on('connection', (socket) => socket.on('message', (message) => socket.send(`echo ${message}`)));
    const socket = new WebSocket(`ws://127.0.0.1:${tap.address.port}/ws`);
    closing.push(() => socket.terminate());
    const answer = new Promise<string>((resolve) => socket.on('message', (message) => resolve(String(message))));
    socket.on('open', () => socket.send('hello'));
    expect(await answer).toBe('echo hello');
  });

  it('answers 502 for a server that is not there, marked as its own words', async () => {
    const { tap, wire, origin } = await tapBefore((_, response) => response.end());
    await new Promise((resolve) => origin.close(resolve));
    const end = client(tap);
    await end.write(Buffer.from('GET / HTTP/1.1\r\nHost: me\r\n\r\n'));
    await end.has("can't reach the server");
    expect(heard(wire, 'proxy')).toBe(end.text);
    expect(wire).toContainEqual(expect.objectContaining({ type: 'fault', code: 'upstream-refused' }));
  });

  it('goes to other servers in forward mode', async () => {
    const { tap, port } = await tapBefore((request, response) => response.end(`${request.url} ${request.headers['proxy-connection']}`));
    const end = client(tap);
    await end.write(
      Buffer.from(`GET http://localhost:${port}/x?y HTTP/1.1\r\nHost: localhost:${port}\r\nProxy-Connection: keep-alive\r\n\r\n`),
    );
    await end.has('/x?y undefined');
  });

  it('tells the client when the server breaks off in the middle of an answer', async () => {
    const { tap } = await tapBefore((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half');
      setTimeout(() => response.socket?.resetAndDestroy(), 10);
    });
    const end = client(tap);
    await end.write(Buffer.from('GET / HTTP/1.1\r\nHost: me\r\n\r\n'));
    expect(['ECONNRESET', 'closed']).toContain(await end.over);
  });
});

describe('a server behind TLS', () => {
  const ask = async (tap: Tap) => {
    const end = client(tap);
    await end.write(Buffer.from('BITS_POST /f HTTP/1.1\r\nHost: me\r\nBITS-Packet-Type: Ping\r\nContent-Length: 0\r\n\r\n'));
    await end.has('HTTP/1.1 ');
    await end.has('\r\n\r\n');
    return end.text;
  };

  it('is refused with an unknown certificate, and the answer says which option accepts it', async () => {
    const { tap } = await tapBefore((_, response) => response.end(), 'https');
    expect(await ask(tap)).toMatch(/^HTTP\/1\.1 502/);
  });

  it('is reached with --insecure', async () => {
    const { tap } = await tapBefore((_, response) => response.end(), 'https', { insecure: true });
    // Node's own server refuses the verb: the answer is its, not ours.
    expect(await ask(tap)).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  });
});

describe('CONNECT', () => {
  it('opens a tunnel, and shows none of what goes through it', async () => {
    const { tap, wire, port } = await tapBefore((request, response) => response.end(`secret ${request.url}`));
    const end = client(tap);
    await end.write(Buffer.from(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\n\r\n`));
    await end.has('200 Connection established');
    await end.write(Buffer.from('GET /inside HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
    await end.has('secret /inside');
    expect(heard(wire, 'server')).toBe('');
    expect(heard(wire, 'client')).toBe(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\n\r\n`);
  });

  it('does not lead back to the tap', async () => {
    const { tap } = await tapBefore((_, response) => response.end());
    const end = client(tap);
    await end.write(Buffer.from(`CONNECT localhost:${tap.address.port} HTTP/1.1\r\n\r\n`));
    await end.has('does not connect to itself');
  });
});

describe('closing the tap', () => {
  it('ends every connection, and has told so when it is done', async () => {
    const { tap, wire } = await tapBefore(() => {});
    const [, busy] = [client(tap), client(tap)];
    await busy.write(Buffer.from('GET / HTTP/1.1\r\nHost: me\r\n\r\n'));
    while (wire.filter(({ type }) => type === 'opened').length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await tap.close();
    expect(wire.filter((event) => event.type === 'closed' && event.how === 'shutdown')).toHaveLength(2);
    expect(tap.connections).toBe(0);
  });

  it('says what to do when the port is in use', async () => {
    const { tap } = await tapBefore(() => {});
    const again = startTap({ listen: tap.address, hostHeader: 'client', allowForward: false, insecure: false }, () => {});
    await expect(again).rejects.toMatchObject({ code: 'listen-in-use', message: expect.stringContaining('--listen') });
  });
});
