import { describe, expect, it } from 'vitest';
import {
  challengesIn,
  continuesHandshake,
  credentialsIn,
  isOfConnection,
  ntlmMessage,
  schemeOf,
} from '../../../proxy/core/bits/authentication.ts';

describe('credentials', () => {
  const headers = [
    ['authorization', 'Basic dTpw'],
    ['Proxy-Authorization', 'NTLM abc'],
  ] as const;

  it('for the server go with 401, for a proxy with 407', () => {
    expect(credentialsIn(headers, 401)).toBe('Basic dTpw');
    expect(credentialsIn(headers, 407)).toBe('NTLM abc');
    expect(credentialsIn([], 401)).toBeUndefined();
  });

  it.each([
    ['Basic dTpw', 'Basic'],
    ['BASIC', 'Basic'],
    ['Digest username="u"', 'Digest'],
    ['ntlm', 'NTLM'],
    ['Negotiate YII', 'Negotiate'],
    ['Bearer abc', 'Bearer'],
    ['s3cr3t', 'other'],
    ['', 'other'],
  ])('%j are of the scheme %s', (value, scheme) => {
    expect(schemeOf(value)).toBe(scheme);
  });
});

describe('challenges', () => {
  it('stand on lines of their own or together', () => {
    const headers = [
      ['WWW-Authenticate', 'Negotiate, NTLM'],
      ['www-authenticate', 'Basic realm="a"'],
      ['Proxy-Authenticate', 'Digest'],
    ] as const;
    expect(challengesIn(headers, 401)).toEqual(['Negotiate', 'NTLM', 'Basic realm="a"']);
    expect(challengesIn(headers, 407)).toEqual(['Digest']);
  });

  it('authenticate the connection with NTLM and Negotiate alone', () => {
    expect(['NTLM', 'negotiate', 'Basic', 'Digest'].map(isOfConnection)).toEqual([true, true, false, false]);
  });

  it('go on with a handshake when they carry a token', () => {
    expect(['NTLM TlRM', 'Negotiate oYI', 'NTLM', 'Negotiate ', 'Basic realm="a"'].map(continuesHandshake)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('an NTLM message', () => {
  // "NTLMSSP", a zero byte, and the type as a little-endian number.
  it.each([
    ['NTLM TlRMTVNTUAABAAAA', 1],
    ['NTLM TlRMTVNTUAACAAAA', 2],
    ['ntlm  TlRMTVNTUAADAAAA', 3],
    ['Negotiate TlRMTVNTUAADAAAA', 3],
  ])('%s is of type %i', (value, type) => {
    expect(ntlmMessage(value)).toBe(type);
  });

  it.each(['NTLM', 'NTLM TlRMTVNTUAAEAAAA', 'NTLM TlRMTVNTUAA', 'Negotiate YIIBAAA', 'Basic TlRMTVNTUAABAAAA', ''])(
    'is not in %j',
    (value) => {
      expect(ntlmMessage(value)).toBeUndefined();
    },
  );
});
