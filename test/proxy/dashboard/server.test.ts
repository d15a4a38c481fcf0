import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { cookieName } from '../../../proxy/dashboard/access/token.ts';
import { type Dashboard, startDashboard } from '../../../proxy/dashboard/server.ts';
import { ask, exchangeBytes, logIn, open, originOf, TOKEN, tap } from './kit.ts';

let page: string;
let dashboard: Dashboard;

beforeAll(async () => {
  page = await mkdtemp(join(tmpdir(), 'bitstap-page-'));
  await mkdir(join(page, 'assets'));
  await writeFile(join(page, 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(page, 'assets', 'app-1234.js'), 'export {};');
});
afterAll(() => rm(page, { recursive: true }));

beforeEach(async () => {
  dashboard = await open({ page });
});
afterEach(() => dashboard.close());

describe('a browser with the printed address', () => {
  it('gets a cookie for the token, and the address without it', async () => {
    const response = await fetch(dashboard.url, { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    const name = cookieName(dashboard.address.port);
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(`^${name}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`)]);
    expect(response.headers.getSetCookie()[0]).not.toContain(TOKEN);
  });

  it('gets the page and its files with the cookie', async () => {
    const headers = { cookie: await logIn(dashboard) };
    const index = await ask(dashboard, '/', { headers });
    expect(await index.text()).toContain('the page');
    expect(index.headers.get('cache-control')).toBe('no-cache');
    const script = await ask(dashboard, '/assets/app-1234.js', { headers });
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(script.headers.get('cache-control')).toContain('immutable');
  });

  it('that came from a link on another site takes one more step, for a redirect would lose the cookie', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const { host, port } = dashboard.address;
    const answer = await exchangeBytes(
      dashboard,
      `GET /?token=${TOKEN} HTTP/1.1\r\nHost: ${host}:${port}\r\n${head.join('')}Connection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('Set-Cookie: bitstap-');
    expect(answer).toContain('<meta http-equiv="refresh" content="0;url=/">');
  });
});

describe('every answer', () => {
  it.each(['/', '/api/status', '/nothing', '/feed'])('of %s keeps strangers out of the page', async (path) => {
    const { headers } = await ask(dashboard, path);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

/** What arrives at the socket: no HTTP client in between that would mend it. */
async function attack(lines: readonly string[]): Promise<string> {
  const answer = await exchangeBytes(dashboard, [...lines, 'Connection: close', '', ''].join('\r\n'));
  expect(answer).toContain("frame-ancestors 'none'");
  return answer;
}

const upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];

describe('an attack fails:', () => {
  it('no token', async () => {
    const answer = await attack(['GET /api/status HTTP/1.1', `Host: 127.0.0.1:${dashboard.address.port}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 401 [\s\S]*the line that begins with "page"/);
  });

  it('a wrong bearer', async () => {
    expect((await ask(dashboard, '/api/status', { headers: { authorization: 'Bearer guess' } })).status).toBe(401);
  });

  it('a page of a foreign origin, although the browser sent the cookie', async () => {
    const headers = { cookie: await logIn(dashboard), origin: 'http://evil.example' };
    expect((await ask(dashboard, '/api/sessions', { headers })).status).toBe(403);
    expect((await ask(dashboard, '/api/samples', { headers, method: 'POST' })).status).toBe(403);
  });

  it('a name that was rebound to our address, although it has the cookie', async () => {
    const cookie = await logIn(dashboard);
    const answer = await attack(['GET /api/sessions HTTP/1.1', `Host: evil.example:${dashboard.address.port}`, `Cookie: ${cookie}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*Host/);
  });

  it('the dashboard taken for a proxy', async () => {
    const answer = await attack(['GET http://example.test/ HTTP/1.1', 'Host: example.test', `Authorization: Bearer ${TOKEN}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*not the proxy: clients connect to 127\.0\.0\.1:8080/);
  });

  it('a BITS client that was sent to the dashboard', async () => {
    const answer = await attack(['BITS_POST /inbox/report.bin HTTP/1.1', 'Host: example.test']);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*not the proxy/);
  });

  it('a way out of the page folder', async () => {
    for (const path of [
      '/../package.json',
      '/assets/../../package.json',
      '/%2e%2e/package.json',
      '/..%5cpackage.json',
      '/assets',
      '/index.html/',
    ]) {
      const answer = await attack([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${dashboard.address.port}`, `Authorization: Bearer ${TOKEN}`]);
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    }
  });

  it('a WebSocket without cookie', async () => {
    const host = `127.0.0.1:${dashboard.address.port}`;
    const answer = await attack(['GET /feed HTTP/1.1', `Host: ${host}`, `Origin: http://${host}`, ...upgrade]);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('a WebSocket of a foreign origin, although the browser sent the cookie', async () => {
    const cookie = await logIn(dashboard);
    const host = `127.0.0.1:${dashboard.address.port}`;
    for (const origin of [['Origin: http://evil.example'], []]) {
      const answer = await attack(['GET /feed HTTP/1.1', `Host: ${host}`, ...origin, `Cookie: ${cookie}`, ...upgrade]);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    }
  });

  it('a WebSocket of a name that was rebound to our address', async () => {
    const cookie = await logIn(dashboard);
    const host = `evil.example:${dashboard.address.port}`;
    const answer = await attack(['GET /feed HTTP/1.1', `Host: ${host}`, `Origin: http://${host}`, `Cookie: ${cookie}`, ...upgrade]);
    expect(answer).toMatch(/^HTTP\/1\.1 403 [\s\S]*Host/);
  });

  it('a WebSocket to anywhere else', async () => {
    const answer = await attack([
      'GET /api/status HTTP/1.1',
      `Host: 127.0.0.1:${dashboard.address.port}`,
      `Authorization: Bearer ${TOKEN}`,
      ...upgrade,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('a feed of our own page', () => {
  it('opens with the cookie and our origin', async () => {
    const socket = new WebSocket(`${originOf(dashboard).replace('http', 'ws')}/feed`, {
      origin: originOf(dashboard),
      headers: { cookie: await logIn(dashboard) },
    });
    const hello = await new Promise((resolve) => socket.once('message', resolve));
    expect(String(hello)).toContain('"hello"');
    socket.terminate();
  });

  it('does not open beyond the number of pages', async () => {
    const small = await open({ limits: { pages: 0 } });
    const socket = new WebSocket(`${originOf(small).replace('http', 'ws')}/feed`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const refusal = await new Promise((resolve) => socket.once('error', resolve));
    expect(String(refusal)).toContain('503');
    await small.close();
  });
});

describe('starting', () => {
  it('makes a token that nobody can guess, a new one each time', async () => {
    const others = await Promise.all([1, 2].map(() => startDashboard({ listen: { host: '127.0.0.1', port: 0 }, tap })));
    const tokens = others.map(({ url }) => new URL(url).searchParams.get('token') ?? '');
    expect(tokens[0]).toMatch(/^[\w-]{32}$/);
    expect(tokens[0]).not.toBe(tokens[1]);
    await Promise.all(others.map((other) => other.close()));
  });

  it('refuses to be open to everybody', async () => {
    await expect(open({ listen: { host: '0.0.0.0', port: 0 }, token: '' })).rejects.toMatchObject({ code: 'dashboard-open' });
  });

  it('says when its port is in use', async () => {
    await expect(open({ listen: dashboard.address })).rejects.toMatchObject({
      code: 'listen-in-use',
      message: expect.stringContaining('--dashboard'),
    });
  });

  it('says when it can not listen there', async () => {
    await expect(open({ listen: { host: '192.0.2.1', port: 0 } })).rejects.toMatchObject({ code: 'listen-failed' });
  });

  it('says when the page was not built', async () => {
    await expect(open({ page: join(page, 'nowhere') })).rejects.toMatchObject({ code: 'page-missing' });
    await expect(open({ page: join(page, 'assets') })).rejects.toMatchObject({ code: 'page-missing' });
  });

  it('names an address that can be opened when it listens everywhere', async () => {
    const everywhere = await open({ listen: { host: '0.0.0.0', port: 0 } });
    expect((await fetch(everywhere.url, { redirect: 'manual' })).status).toBe(303);
    await everywhere.close();
  });
});
