import { describe, expect, it } from 'vitest';
import { requestFields } from '../../../../proxy/core/bits/packets/request-fields.ts';
import type { HttpRequest } from '../../../../proxy/core/http/message.ts';
import { exchange, type HeaderList, request } from '../../../kit/exchange.ts';

const fieldsOf = (whole: HttpRequest) => requestFields(exchange({ request: whole }), whole, whole.head.headers);
const fields = (headers: HeaderList, target = '/inbox/report.bin') => fieldsOf(request('BITS_POST', target, headers));

describe('the fields of a request', () => {
  it('are its headers as sent', () => {
    const headers = {
      'BITS-Packet-Type': 'Fragment',
      'BITS-Session-Id': '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
      'Content-Name': 'report.bin',
      'User-Agent': 'Microsoft BITS/7.8',
      Host: 'node2.example.test',
      'Content-Length': '6',
    };
    expect(fields(headers, '/inbox/report.bin?x=1')).toEqual({
      type: '',
      exchange: 'x1',
      connection: 'c1',
      at: 1000,
      method: 'BITS_POST',
      target: '/inbox/report.bin?x=1',
      path: '/inbox/report.bin',
      host: 'node2.example.test',
      userAgent: 'Microsoft BITS/7.8',
      packetType: 'Fragment',
      sessionId: '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}',
      contentLength: 6,
      contentName: 'report.bin',
    });
  });

  it('are left out where their header is', () => {
    const always = {
      type: '',
      exchange: 'x1',
      connection: 'c1',
      at: 1000,
      method: 'BITS_POST',
      target: '/inbox/report.bin',
      path: '/inbox/report.bin',
    };
    expect(fields({})).toStrictEqual(always);
  });

  it.each(['c7f2b5a0-2f42-4c9e-9a53-0c4a3b1f7c52', '4711', 'inbox%2Freport.bin', ''])(
    'keep a session id that is no GUID: %j',
    (sessionId) => {
      expect(fields({ 'BITS-Session-Id': sessionId }).sessionId).toBe(sessionId);
    },
  );

  it('name what came twice', () => {
    const twice = [
      ['Content-Length', '6'],
      ['content-length', '7'],
    ] as const;
    expect(fields(twice).repeated).toEqual(['Content-Length']);
  });

  it('take the first of two lines with one name', () => {
    const twice = [
      ['BITS-Session-Id', 'one'],
      ['bits-session-id', 'two'],
    ] as const;
    expect(fields(twice).sessionId).toBe('one');
  });

  it('name the host of an absolute target', () => {
    expect(fields({ Host: 'proxy.test' }, 'http://bits.example.test:8080/inbox')).toMatchObject({
      host: 'bits.example.test:8080',
      path: '/inbox',
    });
  });

  it.each(['', 'six', '-6', '6.0', '0x6', '9007199254740993'])('have no length where Content-Length is %j', (text) => {
    expect(fields({ 'Content-Length': text })).not.toHaveProperty('contentLength');
  });

  it('have the length that the reader understood', () => {
    const repeated = { ...request('BITS_POST', '/', { 'Content-Length': '6, 6' }), framing: { kind: 'length', length: 6 } as const };
    expect(fieldsOf(repeated).contentLength).toBe(6);
  });
});
