import { describe, expect, it } from 'vitest';
import {
  carriesToken,
  isBitsClient,
  isBitsRequest,
  isNotification,
  namesUser,
  requestHost,
  requestPath,
  requestQuery,
} from '../../../proxy/core/bits/classify.ts';
import { type HeaderList, request } from '../../kit/exchange.ts';

const head = (method: string, headers: HeaderList = {}, target = '/inbox/report.bin') => request(method, target, headers).head;

describe('isBitsRequest', () => {
  it.each(['BITS_POST', 'bits_post', 'Bits_Post'])('knows the method %s', (method) => {
    expect(isBitsRequest(head(method))).toBe(true);
  });

  it.each(['POST', 'PUT', 'GET'])('knows %s with any packet type', (method) => {
    expect(isBitsRequest(head(method, { 'BITS-Packet-Type': 'Ping' }))).toBe(true);
    expect(isBitsRequest(head(method, { Host: 'a', 'bits-packet-type': 'nonsense' }))).toBe(true);
    expect(isBitsRequest(head(method, { 'BITS-PACKET-TYPE': '' }))).toBe(true);
  });

  it('knows a method that is overridden', () => {
    expect(isBitsRequest(head('POST', { 'X-HTTP-Method-Override': 'BITS_POST' }))).toBe(true);
    expect(isBitsRequest(head('POST', { 'X-Http-Method-Override': 'bits_post' }))).toBe(true);
    expect(isBitsRequest(head('POST', { 'X-HTTP-Method-Override': 'DELETE' }))).toBe(false);
  });

  it('leaves ordinary requests alone, also those of the Windows client', () => {
    expect(isBitsRequest(head('GET', { 'User-Agent': 'Microsoft BITS/7.8', Range: 'bytes=0-9' }))).toBe(false);
    expect(isBitsRequest(head('POST', { 'BITS-Original-Request-URL': 'http://a/b', 'Content-Length': '0' }))).toBe(false);
    expect(isBitsRequest(head('CCM_POST'))).toBe(false);
  });
});

it('knows the Windows client by its user agent', () => {
  expect(isBitsClient(head('HEAD', { 'user-agent': 'Microsoft BITS/7.8' }))).toBe(true);
  expect(isBitsClient(head('HEAD', { 'User-Agent': 'curl/8.5.0' }))).toBe(false);
  expect(isBitsClient(head('HEAD'))).toBe(false);
});

describe('requestHost', () => {
  it('takes an absolute target before Host', () => {
    const headers = { Host: 'proxy.test:8080' };
    expect(requestHost(head('BITS_POST', headers, 'http://bits.example.test/inbox'))).toBe('bits.example.test');
    expect(requestHost(head('BITS_POST', headers, 'HTTPS://Bits.Example.test:8443'))).toBe('Bits.Example.test:8443');
    expect(requestHost(head('BITS_POST', headers, 'http://[2001:db8::7]:80?x'))).toBe('[2001:db8::7]:80');
  });

  it('takes Host where the target names none', () => {
    expect(requestHost(head('BITS_POST', { host: 'bits.example.test:8080' }))).toBe('bits.example.test:8080');
    expect(requestHost(head('BITS_POST', { Host: 'a.test' }, '//b.test/c'))).toBe('a.test');
    expect(requestHost(head('BITS_POST', { Host: 'a.test' }, 'http:///c'))).toBe('a.test');
  });

  it('does not show a user name or password', () => {
    expect(requestHost(head('BITS_POST', {}, 'http://me:secret@a.test:81/c'))).toBe('a.test:81');
  });

  it('has none where nobody names it', () => {
    expect(requestHost(head('BITS_POST'))).toBeUndefined();
    expect(requestHost(head('BITS_POST', { Host: '' }))).toBeUndefined();
  });
});

describe('requestPath', () => {
  it.each([
    ['/inbox/report.bin', '/inbox/report.bin'],
    ['/in%20box/Report.bin?access_token=x?y', '/in%20box/Report.bin'],
    ['http://a.test/inbox/report.bin?x=/y', '/inbox/report.bin'],
    ['http://a.test', '/'],
    ['http://a.test?x', '/'],
    ['/?x', '/'],
    ['/redirect?to=http://b.test/c', '/redirect'],
    ['//b.test/c', '//b.test/c'],
    ['*', '*'],
    ['', '/'],
  ])('of %j is %j', (target, path) => {
    expect(requestPath(target)).toBe(path);
  });
});

describe('isNotification', () => {
  it('knows a POST that says of which upload, or where its files lie', () => {
    expect(isNotification(head('POST', { 'BITS-Original-Request-URL': 'http://a/b' }))).toBe(true);
    expect(isNotification(head('POST', { 'BITS-Request-DataFile-Name': 'C:\\in' }))).toBe(true);
    expect(isNotification(head('POST', { 'BITS-Response-DataEntity-Name': 'C:\\out' }))).toBe(true);
  });

  it('leaves other requests alone', () => {
    expect(isNotification(head('POST', { Host: 'a' }))).toBe(false);
    expect(isNotification(head('GET', { 'BITS-Original-Request-URL': 'http://a/b' }))).toBe(false);
  });
});

describe('namesUser', () => {
  it.each([
    ['http://user:secret@host/path', true],
    ['http://user@host', true],
    ['http://host/path@b', false],
    ['/path@b', false],
    ['http://host:80/', false],
  ])('of %s is %s', (target, expected) => {
    expect(namesUser(target)).toBe(expected);
  });
});

it.each([
  ['/inbox/report.bin', ''],
  ['/inbox/report.bin?access_token=x?y', '?access_token=x?y'],
  ['http://a.test/inbox?', '?'],
])('the query of %j is %j', (target, query) => {
  expect(requestQuery(target)).toBe(query);
});

it.each([
  ['/inbox?access_token=x', true],
  ['http://a.test/inbox?b=1&Access_Token=x', true],
  ['/inbox?access_token=', false],
  ['/inbox?no_access_token=x', false],
  ['/access_token=x', false],
])('looks for an access token in the query of %s', (target, expected) => {
  expect(carriesToken(target)).toBe(expected);
});
