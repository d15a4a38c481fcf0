import { describe, expect, it } from 'vitest';
import { coverUrlSecrets, USERINFO } from '../../../proxy/core/share/url-secrets.ts';

function covered(text: string): { text: string; names: string[] } {
  const names: string[] = [];
  return { text: coverUrlSecrets(text, (name) => names.push(name)), names };
}

describe('secrets in URLs', () => {
  it('are user and password before the host', () => {
    expect(covered('http://bob:pw@host.test/a')).toEqual({ text: 'http://******@host.test/a', names: [USERINFO] });
  });

  it('are a password with an @ in it, all of it', () => {
    expect(covered('http://bob:p@ss@host.test/a').text).toBe('http://********@host.test/a');
  });

  it('are no address in a path, or in a sentence', () => {
    for (const text of ['http://host.test/users/bob@example.test', 'mail bob@example.test', 'a // b @ c'])
      expect(covered(text).text).toBe(text);
  });

  it.each([
    ['/f?sig=a%2Fb&n=1', '/f?sig=*****&n=1'],
    ['/f?n=1&Access_Token=abc', '/f?n=1&Access_Token=***'],
    ['/f?X-Amz-Signature=0f#part', '/f?X-Amz-Signature=**#part'],
    ['/f?access-token=abc', '/f?access-token=***'],
    ['/f?%73ig=abc', '/f?%73ig=***'],
  ])('are parameters that are called so: %s', (text, expected) => {
    expect(covered(text).text).toBe(expected);
  });

  it('are values that look like a token or a key, whatever they are called', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    const key = `${'0123456789abcdef'.repeat(2)}`;
    expect(covered(`/f?a=${token}&b=${key}`)).toEqual({
      text: `/f?a=${'*'.repeat(token.length)}&b=${'*'.repeat(32)}`,
      names: ['URL parameter a', 'URL parameter b'],
    });
  });

  it('are no numbers, names, GUIDs or file names', () => {
    const text = '/f?offset=12345678901234567890123456789012345&id=3b1f7c52-8d0e-4e57-9c3a-5f2b6d0a9e11&name=report-of-march.bin';
    expect(covered(text)).toEqual({ text, names: [] });
  });

  it('are covered once: what is covered stays, and is not told again', () => {
    const once = covered('http://bob:pw@host.test/?sig=abc').text;
    expect(covered(once).text).toBe(once);
    expect(covered('/?sig=***').names).toEqual([]);
  });

  it('take no longer in a text that was made to take long', () => {
    const text = `${'//'.repeat(50_000)}${'?a=&'.repeat(50_000)}`;
    expect(covered(text).text).toBe(text);
  });
});
