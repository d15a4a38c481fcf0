import { describe, expect, it } from 'vitest';
import { rewriteHead } from '../../../proxy/live/rewrite-head.ts';

const rewrite = (text: string, changes: Parameters<typeof rewriteHead>[1]) => {
  const { raw, rewrites } = rewriteHead(Buffer.from(text, 'latin1'), changes);
  return { text: Buffer.from(raw).toString('latin1'), rewrites };
};

describe('rewriting a head', () => {
  it('changes the value of Host, and neither its name nor the blanks around it', () => {
    expect(rewrite('X / HTTP/1.1\r\nA: 1\r\nhOST :\told \r\n\r\n', { host: 'new:8', proxyHeaders: 'keep' })).toEqual({
      text: 'X / HTTP/1.1\r\nA: 1\r\nhOST :\tnew:8 \r\n\r\n',
      rewrites: ['Host: old → new:8'],
    });
  });

  it('gives back the same bytes when there is nothing to change', () => {
    const raw = Buffer.from('X / HTTP/1.1\r\nHost: same\r\nNot-Host: x\r\n\r\n');
    expect(rewriteHead(raw, { host: 'same', proxyHeaders: 'keep' }).raw).toBe(raw);
    expect(rewrite('X / HTTP/1.0\n\n', { host: 'new', proxyHeaders: 'keep' })).toEqual({ text: 'X / HTTP/1.0\n\n', rewrites: [] });
  });

  it('puts the origin form in place of the absolute one', () => {
    expect(rewrite('X  http://a/b?c HTTP/1.1\r\nA: http://a/b?c\r\n\r\n', { target: '/b?c', proxyHeaders: 'keep' })).toEqual({
      text: 'X  /b?c HTTP/1.1\r\nA: http://a/b?c\r\n\r\n',
      rewrites: ['request target: http://a/b?c → /b?c'],
    });
  });

  it('drops what was meant for the proxy, folded lines too, and keeps the secret out of what it says', () => {
    expect(
      rewrite('X / HTTP/1.1\r\nProxy-Authorization: Basic c2VjcmV0\r\n more\r\nA: 1\r\nproxy-connection: x\r\n\r\n', {
        proxyHeaders: 'drop',
      }),
    ).toEqual({
      text: 'X / HTTP/1.1\r\nA: 1\r\n\r\n',
      rewrites: ['Proxy-Authorization: removed', 'proxy-connection: removed'],
    });
  });

  it('keeps bytes above 127', () => {
    expect(rewrite('X /\xe4 HTTP/1.1\r\nHost: a\r\nB: \x80\xff\r\n\r\n', { host: 'b', proxyHeaders: 'keep' }).text).toBe(
      'X /\xe4 HTTP/1.1\r\nHost: b\r\nB: \x80\xff\r\n\r\n',
    );
  });
});
