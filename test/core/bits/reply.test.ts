import { describe, expect, it } from 'vitest';
import { announceReply, countDownload, normaliseTarget, resolveReplyUrl } from '../../../proxy/core/bits/reply.ts';
import type { HttpRequest, HttpResponse } from '../../../proxy/core/http/message.ts';

const DESTINATION = 'http://iis.example.test/drop/claims.xml';

describe('a reply URL', () => {
  it.each([
    ['http://Other.Example.test/r/1', 'http://other.example.test/r/1'],
    ['/r/1', 'http://iis.example.test/r/1'],
    ['r/1', 'http://iis.example.test/drop/r/1'],
    ['../r/1', 'http://iis.example.test/r/1'],
    ['//cdn.example.test/r', 'http://cdn.example.test/r'],
    ['BITS-Sessions\\Replies\\{A}\\responsefile.bin', 'http://iis.example.test/drop/BITS-Sessions/Replies/%7BA%7D/responsefile.bin'],
    ['/r?id={A}', 'http://iis.example.test/r?id=%7BA%7D'],
    ['http://iis.example.test', 'http://iis.example.test/'],
  ])('%s means %s', (sent, meant) => {
    expect(resolveReplyUrl(sent, DESTINATION)).toBe(meant);
  });

  it.each(['', '   ', 'ftp://x/y', 'javascript:alert(1)', 'http://'])('%j is none', (sent) => {
    expect(resolveReplyUrl(sent, DESTINATION)).toBeUndefined();
  });

  it('has one spelling, however its escapes and dots were written', () => {
    expect(normaliseTarget('/a/./b/../%7bX%7d')).toBe('/a/%7BX%7D');
  });
});

function get(method = 'GET'): HttpRequest {
  const head = { method, target: '/r', version: '1.1', headers: [], anomalies: [], offset: 0, length: 0 };
  return { head, startedAt: 0, headAt: 0, endedAt: 0, framing: { kind: 'none' }, bodyLength: 0 };
}

function answer(status: number, bodyLength: number, declared: number, contentRange?: string): HttpResponse {
  const headers: [string, string][] = [
    ['Content-Length', String(declared)],
    ...(contentRange ? [['Content-Range', contentRange] as [string, string]] : []),
  ];
  const head = { status, reason: '', version: '1.1', headers, anomalies: [], offset: 0, length: 0 };
  return { head, startedAt: 0, headAt: 0, framing: { kind: 'length', length: declared }, bodyLength };
}

describe('downloading a reply', () => {
  const announced = announceReply('/r', DESTINATION, 0);

  it('is complete with one whole answer', () => {
    expect(countDownload(announced, get(), answer(200, 100, 100), 'answered')).toMatchObject({
      complete: true,
      fetched: 100n,
      length: 100n,
      downloads: 1,
    });
  });

  it('is not complete when the answer was cut off', () => {
    expect(countDownload(announced, get(), answer(200, 60, 100), 'cut-off')).toMatchObject({ complete: false, fetched: 60n, length: 100n });
  });

  it('is complete with ranges that cover it, in any order and overlapping', () => {
    const late = countDownload(announced, get(), answer(206, 60, 60, 'bytes 40-99/100'), 'answered');
    expect(late).toMatchObject({ complete: false, fetched: 60n });
    expect(countDownload(late, get(), answer(206, 50, 50, 'bytes 0-49/100'), 'answered')).toMatchObject({ complete: true, fetched: 100n });
  });

  it('learns the size, and no more, from HEAD', () => {
    expect(countDownload(announced, get('HEAD'), answer(200, 0, 100), 'answered')).toMatchObject({
      complete: false,
      fetched: 0n,
      length: 100n,
    });
  });

  it('got nothing from a 404', () => {
    expect(countDownload(announced, get(), answer(404, 20, 20), 'answered')).toMatchObject({ complete: false, fetched: 0n, downloads: 1 });
  });
});
