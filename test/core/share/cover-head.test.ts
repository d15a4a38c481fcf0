import { describe, expect, it } from 'vitest';
import { coverHead } from '../../../proxy/core/share/cover-head.ts';

const names: string[] = [];
const covered = (...lines: string[]) => {
  names.length = 0;
  return coverHead(`${lines.join('\r\n')}\r\n\r\n`, (name) => names.push(name));
};

describe('a head that strangers may read', () => {
  it('has no values of headers that are credentials by their names', () => {
    expect(covered('GET /a HTTP/1.1', 'X-Api-Key: abc', 'x-auth-token:  d e ', 'Host: h')).toBe(
      'GET /a HTTP/1.1\r\nX-Api-Key: ***\r\nx-auth-token:  *** \r\nHost: h\r\n\r\n',
    );
    expect(names).toEqual(['X-Api-Key', 'x-auth-token']);
  });

  it('has none where a value goes on in the next line', () => {
    expect(covered('GET /a HTTP/1.1', 'X-Api-Key: abc', ' def', 'Host: h')).toBe(
      'GET /a HTTP/1.1\r\nX-Api-Key: ***\r\n ***\r\nHost: h\r\n\r\n',
    );
  });

  it('has no secrets in its target, nor in a header that is a URL', () => {
    expect(covered('GET /a?sig=abc HTTP/1.1', 'Referer: http://u:p@h/?token=xyz')).toBe(
      'GET /a?sig=*** HTTP/1.1\r\nReferer: http://***@h/?token=***\r\n\r\n',
    );
  });

  it('keeps what a redactor has covered already, and the scheme before it', () => {
    expect(covered('GET /a HTTP/1.1', 'Authorization: Basic *****')).toBe('GET /a HTTP/1.1\r\nAuthorization: Basic *****\r\n\r\n');
    expect(names).toEqual([]);
  });

  it('is as long as it was, to the byte', () => {
    const head = 'GET /a?sig=abc HTTP/1.1\nX-Api-Key:\nno colon\n\r\n X: folded\r\n\r\n';
    expect(coverHead(head, () => {})).toHaveLength(head.length);
  });
});
