import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRawHead, writeRawHead } from '../../../proxy/core/replay/header-line.ts';
import { headText, outgoingHead } from '../../../proxy/core/replay/outgoing-head.ts';
import { request } from '../../kit/exchange.ts';

const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n\r\n`;
const CHANGES = { target: '/new', host: 'new:81', ids: (text: string) => text, given: [] };

describe('outgoingHead', () => {
  it('keeps names, case, order and blanks as they were sent', () => {
    const raw = lines(
      'BITS_POST /old HTTP/1.1',
      'accept:*/*',
      'BITS-Packet-Type:   Ping  ',
      'X-a: 1',
      'x-A: 2',
      'Host : old:80',
      'Content-Length: 0',
    );
    expect(outgoingHead(raw, CHANGES).text).toBe(
      lines(
        'BITS_POST /new HTTP/1.1',
        'accept:*/*',
        'BITS-Packet-Type:   Ping  ',
        'X-a: 1',
        'x-A: 2',
        'Host : new:81',
        'Content-Length: 0',
      ),
    );
  });

  it('keeps what is wrong with a head: bare line feeds, folded lines, lines without a colon', () => {
    const raw = 'BITS_POST  /old  HTTP/1.1\nHost: old\nX: a\n  b\nnonsense\n\n';
    expect(outgoingHead(raw, CHANGES).text).toBe('BITS_POST  /new  HTTP/1.1\nHost: new:81\nX: a\n  b\nnonsense\n\n');
  });

  it('puts new ids into values', () => {
    const raw = lines('BITS_POST /old HTTP/1.1', 'BITS-Session-Id: {A}', 'Referer: x');
    expect(outgoingHead(raw, { ...CHANGES, ids: (text) => text.replace('{A}', '{B}') }).text).toContain('BITS-Session-Id: {B}\r\n');
  });

  it('replaces values in their place, and adds what was not there', () => {
    const raw = lines('BITS_POST /old HTTP/1.1', 'content-range: bytes 0-9/10', 'Host: old');
    const { text } = outgoingHead(raw, {
      ...CHANGES,
      set: [
        ['Content-Range', 'bytes 5-9/10'],
        ['Content-Length', '5'],
      ],
    });
    expect(text).toBe(lines('BITS_POST /new HTTP/1.1', 'content-range: bytes 5-9/10', 'Host: new:81', 'Content-Length: 5'));
  });

  it('leaves recorded credentials out and names them, folded lines included', () => {
    const raw = lines(
      'BITS_POST /old?sig=x&a=1 HTTP/1.1',
      'authorization: Negotiate',
      '  c2VjcmV0',
      'Proxy-Authorization: Basic x',
      'COOKIE: a=b',
      'X-Auth-Token: t',
      'X: 1',
    );
    const { text, leftOut } = outgoingHead(raw, { ...CHANGES, target: '/new?sig=x&a=1' });
    expect(text).toBe(lines('BITS_POST /new?a=1 HTTP/1.1', 'X: 1'));
    expect(leftOut).toEqual(['sig', 'authorization', 'Proxy-Authorization', 'COOKIE', 'X-Auth-Token']);
  });

  it('sends given credentials in place of recorded ones', () => {
    const raw = lines('BITS_POST /old HTTP/1.1', 'Authorization: Basic old', 'X: 1');
    const { text, leftOut } = outgoingHead(raw, { ...CHANGES, given: [['Authorization', 'Bearer new']] });
    expect(text).toBe(lines('BITS_POST /new HTTP/1.1', 'Authorization: Bearer new', 'X: 1'));
    expect(leftOut).toEqual([]);
  });

  it('drops lines that are to go', () => {
    const raw = lines('BITS_POST /old HTTP/1.1', 'Transfer-Encoding: chunked', 'X: 1');
    expect(outgoingHead(raw, { ...CHANGES, drop: new Set(['transfer-encoding']) }).text).toBe(lines('BITS_POST /new HTTP/1.1', 'X: 1'));
  });
});

describe('readRawHead', () => {
  it('takes any text apart so that its parts in a row are what it was', () => {
    const text = fc.array(fc.constantFrom('a', ':', ' ', '\t', '\r\n', '\n', '\r', 'HTTP/1.1', '{', '\0')).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (raw) => writeRawHead(readRawHead(raw)) === raw));
  });
});

it('headText writes a head whose bytes are not kept', () => {
  const { head } = request('BITS_POST', '/f', [
    ['Host', 'a'],
    ['x', ''],
  ]);
  expect(headText(head)).toBe('BITS_POST /f HTTP/1.1\r\nHost: a\r\nx: \r\n\r\n');
});
