import { describe, expect, it } from 'vitest';
import { isCredentialHeader, withoutQueryCredentials } from '../../../proxy/core/replay/credentials.ts';

describe('isCredentialHeader', () => {
  it.each([
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'X-Api-Key',
    'X-Auth-Token',
    'X-Amz-Security-Token',
    'Ocp-Apim-Subscription-Key',
  ])('knows %s', (name) => expect(isCredentialHeader(name)).toBe(true));
  it.each(['Accept', 'Content-Name', 'BITS-Session-Id', 'User-Agent', 'X-Author', 'Host', 'X-Tokenizer'])('lets %s pass', (name) =>
    expect(isCredentialHeader(name)).toBe(false),
  );
});

describe('withoutQueryCredentials', () => {
  it.each([
    ['/a', '/a', []],
    ['/a?b=1', '/a?b=1', []],
    ['/a?access_token=x', '/a', ['access_token']],
    ['/a?b=1&SIG=x%3D&c=2', '/a?b=1&c=2', ['SIG']],
    ['/a?X-Amz-Signature=1&X-Amz-Credential=2', '/a', ['X-Amz-Signature', 'X-Amz-Credential']],
    ['/a?tokens=1', '/a?tokens=1', []],
  ])('%s becomes %s', (target, expected, names) => {
    expect(withoutQueryCredentials(target)).toEqual({ target: expected, names });
  });
});
