import { describe, expect, it } from 'vitest';
import { type AccessRequest, decide } from '../../../../proxy/dashboard/access/decide.ts';
import { hostCheck } from '../../../../proxy/dashboard/access/hosts.ts';
import { cookieValue } from '../../../../proxy/dashboard/access/token.ts';

const PORT = 9091;
const TOKEN = 'a+token/of=ours';
const HERE = '127.0.0.1:9091';
const OURS = 'http://127.0.0.1:9091';
const isOurHost = hostCheck({ host: '127.0.0.1', address: '127.0.0.1', port: PORT });
const policy = { port: PORT, token: TOKEN, isOurHost, proxy: '127.0.0.1:8080' };

const cookie = `other=1; bitstap-${PORT}=${cookieValue(TOKEN)}`;
const bearer = `Bearer ${TOKEN}`;
const ENTRY = `/?token=${encodeURIComponent(TOKEN)}`;

type Headers = AccessRequest['headers'];

function ask(url: string, headers: Headers = {}, change: Partial<AccessRequest> = {}, policyChange: Partial<typeof policy> = {}) {
  return decide({ method: 'GET', kind: 'http', url, headers: { host: HERE, ...headers }, ...change }, { ...policy, ...policyChange });
}

describe('the dashboard lets in', () => {
  const page: Headers = { cookie, 'sec-fetch-site': 'same-origin' };
  const post = { method: 'POST' };
  const socket = { kind: 'websocket' } as const;
  it.each<[string, string, Headers, Partial<AccessRequest>?]>([
    ['its page, by the cookie', '/', page],
    ['what the user typed or reloaded', '/', { cookie, 'sec-fetch-site': 'none' }],
    ['an old browser that sends no Sec-Fetch', '/assets/a.js', { cookie }],
    ['its page under localhost', '/', { ...page, host: `localhost:${PORT}` }],
    ['its page under [::1]', '/', { ...page, host: `[::1]:${PORT}` }],
    ['its page under LOCALHOST', '/', { ...page, host: `LOCALHOST:${PORT}` }],
    ['a change by its page', '/api/samples', { ...page, origin: OURS }, post],
    ['a feed for its page', '/feed?run=r&after=1', { ...page, origin: OURS }, socket],
    ['a script with the token', '/api/status', { authorization: bearer }],
    ['a script that spells bearer in small letters', '/api/status', { authorization: bearer.replace('B', 'b') }],
    ['a change by a script', '/api/samples', { authorization: bearer }, post],
    ['a feed for a script', '/feed', { authorization: bearer }, socket],
  ])('%s', (_, url, headers, change) => {
    expect(ask(url, headers, change)).toEqual({ verdict: 'allow' });
  });

  it('whoever has the token in the address, to give a cookie for it', () => {
    expect(ask(ENTRY)).toEqual({ verdict: 'enter', from: 'here' });
    expect(ask(ENTRY, { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' })).toMatchObject({
      from: 'here',
    });
  });

  it('whoever has the token in the address although an old cookie is wrong', () => {
    expect(ask(ENTRY, { cookie: `bitstap-${PORT}=of-the-last-run` })).toMatchObject({ verdict: 'enter' });
  });

  it('whoever follows a link to that address from another site', () => {
    const link: Headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(ask(ENTRY, link)).toEqual({ verdict: 'enter', from: 'elsewhere' });
  });

  it('everybody when it was started without a token', () => {
    expect(ask('/', {}, {}, { token: '' })).toEqual({ verdict: 'allow' });
  });
});

describe('the dashboard refuses', () => {
  const socket = { kind: 'websocket' } as const;
  it.each<[string, string, Headers, Partial<AccessRequest>, 401 | 403, RegExp]>([
    ['a request without anything', '/', {}, {}, 401, /token/],
    ['an asset without anything', '/assets/a.js', {}, {}, 401, /token/],
    ['a wrong token in the address', '/?token=guess', {}, {}, 401, /not the one/],
    ['a wrong token in the address beside the right cookie', '/?token=guess', { cookie }, {}, 401, /not the one/],
    ['a token in the address of anything but the page', `/api/status?token=${TOKEN}`, {}, {}, 401, /token/],
    ['a token in the address of a feed', ENTRY, { origin: OURS }, socket, 401, /token/],
    ['a token in the address of a POST', ENTRY, { origin: OURS }, { method: 'POST' }, 401, /token/],
    ['a wrong bearer', '/api/status', { authorization: 'Bearer guess' }, {}, 401, /not the one/],
    ['a wrong bearer beside the right cookie', '/api/status', { authorization: 'Bearer guess', cookie }, {}, 401, /not the one/],
    ['the token as a password', '/api/status', { authorization: `Basic ${TOKEN}` }, {}, 401, /token/],
    ['the token itself as cookie', '/', { cookie: `bitstap-${PORT}=${TOKEN}` }, {}, 401, /not the one/],
    ['the cookie of another port', '/', { cookie: `bitstap-9092=${cookieValue(TOKEN)}` }, {}, 401, /token/],
    ['another name for our address (DNS rebinding)', '/', { host: `evil.example:${PORT}`, cookie }, {}, 403, /Host/],
    ['another name, even with the token', ENTRY, { host: `evil.example:${PORT}` }, {}, 403, /Host/],
    ['another name, even by a script', '/api/status', { host: `evil.example:${PORT}`, authorization: bearer }, {}, 403, /Host/],
    [
      'another name on the feed',
      '/feed',
      { host: `evil.example:${PORT}`, origin: `http://evil.example:${PORT}`, cookie },
      socket,
      403,
      /Host/,
    ],
    ['a name that only begins like ours', '/', { host: `127.0.0.1.evil.example:${PORT}`, cookie }, {}, 403, /Host/],
    ['our name on another port', '/', { host: '127.0.0.1:8080', cookie }, {}, 403, /Host/],
    ['our name without a port', '/', { host: '127.0.0.1', cookie }, {}, 403, /Host/],
    ['a Host that is none', '/', { host: `user@${HERE}`, cookie }, {}, 403, /Host/],
    ['an address that is not ours', '/', { host: `192.0.2.1:${PORT}`, cookie }, {}, 403, /Host/],
    ['a page of another origin', '/api/status', { origin: 'http://evil.example', cookie }, {}, 403, /origin/],
    ['a page of another port', '/api/status', { origin: 'http://127.0.0.1:3000', cookie }, {}, 403, /origin/],
    ['a page of no origin', '/api/status', { origin: 'null', cookie }, {}, 403, /origin/],
    ['our name under https', '/api/status', { origin: `https://${HERE}`, cookie }, {}, 403, /origin/],
    ['a script with a foreign origin', '/api/status', { origin: 'http://evil.example', authorization: bearer }, {}, 403, /origin/],
    ['a feed for another origin', '/feed', { origin: 'http://evil.example', cookie }, socket, 403, /origin/],
    ['a feed without origin', '/feed', { cookie }, socket, 403, /Origin/],
    ['a feed without cookie', '/feed', { origin: OURS }, socket, 401, /token/],
    ['a change without origin', '/api/samples', { cookie }, { method: 'POST' }, 403, /Origin/],
    ['what another site makes a browser ask', '/api/status', { 'sec-fetch-site': 'cross-site', cookie }, {}, 403, /another site/],
    ['what another port makes a browser ask', '/api/status', { 'sec-fetch-site': 'same-site', cookie }, {}, 403, /another site/],
    [
      'an address for a proxy',
      'http://example.test/',
      { authorization: bearer },
      {},
      403,
      /not the proxy: clients connect to 127.0.0.1:8080/,
    ],
    ['its own address in the form for a proxy', `${OURS}/`, { authorization: bearer }, {}, 403, /not the proxy/],
    ['a path that is another host', '//evil.example/', { cookie }, {}, 403, /not the proxy/],
    ['no path', '*', { cookie }, { method: 'OPTIONS' }, 403, /not the proxy/],
  ])('%s', (_, url, headers, change, status, why) => {
    expect(ask(url, headers, change)).toEqual({ verdict: 'refuse', status, why: expect.stringMatching(why) });
  });

  it.each(['iframe', 'image', 'script'])('the address with the token as %s of another site', (destination) => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': destination };
    expect(ask(ENTRY, headers)).toMatchObject({ status: 403 });
  });

  it('a foreign feed although no token is asked for', () => {
    expect(ask('/feed', { origin: 'http://evil.example' }, socket, { token: '' })).toMatchObject({ status: 403 });
    expect(ask('/feed', {}, socket, { token: '' })).toMatchObject({ status: 403 });
  });
});
