import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../proxy/core/capture/capture-options.ts';
import { ExchangeWeaver } from '../../../proxy/core/capture/exchange-weaver.ts';
import type { ToldExchange } from '../../../proxy/core/capture/told-exchange.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { said } from '../../kit/captured.ts';
import { formatTarget } from '../../kit/format-target.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

/** A request at a time that is answered at another. */
function exchange(
  from: number,
  to: number,
  change: Partial<ToldExchange> & { readonly path?: string; readonly answer?: string } = {},
): ToldExchange {
  const { path = '/', answer = OK, ...rest } = change;
  const head = Buffer.from(`GET ${path} HTTP/1.1\r\n\r\n`);
  const request = { startedAt: from, headAt: from, endedAt: from, head, body: [] };
  const response = { startedAt: to, headAt: to, endedAt: to, head: Buffer.from(answer), body: [] };
  return { client: 'a:1', server: 'b:80', request, response, ...rest };
}

function weave(exchanges: readonly ToldExchange[], maxConnections = DEFAULTS.maxConnections): string[] {
  const events: WireEvent[] = [];
  const weaver = new ExchangeWeaver({ ...formatTarget((event) => events.push(event)), limits: { ...DEFAULTS, maxConnections } });
  for (const one of exchanges) weaver.take(one);
  weaver.end();
  return said(events).map((line) => line.split('\r\n', 1)[0] ?? '');
}

describe('exchanges', () => {
  it('of the same parties share a connection where they fit behind each other', () => {
    expect(weave([exchange(0, 5), exchange(5, 6), exchange(7, 9, { client: 'other:1' })])).toEqual([
      'c1 a:1 -> b:80',
      'c1 client: GET / HTTP/1.1',
      'c1 server: HTTP/1.1 200 OK',
      'c1 client: GET / HTTP/1.1',
      'c1 server: HTTP/1.1 200 OK',
      'c2 other:1 -> b:80',
      'c2 client: GET / HTTP/1.1',
      'c2 server: HTTP/1.1 200 OK',
    ]);
  });

  it('that overlap are told as they happened, on connections of their own', () => {
    expect(weave([exchange(0, 5, { path: '/long' }), exchange(1, 2, { path: '/short' })])).toEqual([
      'c1 a:1 -> b:80',
      'c1 client: GET /long HTTP/1.1',
      'c2 a:1 -> b:80',
      'c2 client: GET /short HTTP/1.1',
      'c2 server: HTTP/1.1 200 OK',
      'c1 server: HTTP/1.1 200 OK',
    ]);
  });

  it('on a connection that the file names share it, also when they go to another server', () => {
    expect(weave([exchange(0, 1, { connection: '7' }), exchange(2, 3, { connection: '7', server: 'c:80' })])).toEqual([
      'c1 a:1 -> b:80',
      'c1 client: GET / HTTP/1.1',
      'c1 server: HTTP/1.1 200 OK',
      'routed',
      'c1 client: GET / HTTP/1.1',
      'c1 server: HTTP/1.1 200 OK',
    ]);
  });

  it.each([
    ['says so', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'],
    ['ends only so', 'HTTP/1.1 200 OK\r\n\r\n'],
  ])('whose answer ends its connection are the last on it, where it %s', (_, answer) => {
    expect(weave([exchange(0, 1, { answer }), exchange(2, 3)])).toEqual([
      'c1 a:1 -> b:80',
      'c1 client: GET / HTTP/1.1',
      'c1 server: HTTP/1.1 200 OK',
      'c1 closed by server, fin',
      'c2 a:1 -> b:80',
      'c2 client: GET / HTTP/1.1',
      'c2 server: HTTP/1.1 200 OK',
    ]);
  });

  it('never share a connection that became a tunnel', () => {
    const answer = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
    expect(weave([exchange(0, 1, { answer }), exchange(2, 3)]).filter((line) => line.includes('->'))).toHaveLength(2);
  });

  it('have no answer before their request, whatever the times in the file are', () => {
    expect(weave([exchange(9, 3)])).toEqual(['c1 a:1 -> b:80', 'c1 client: GET / HTTP/1.1', 'c1 server: HTTP/1.1 200 OK']);
  });

  it('forget the connections that were silent longest, when there are too many', () => {
    const on = (connection: string, at: number) => exchange(at, at + 1, { connection });
    const opened = weave([on('1', 0), on('2', 2), on('3', 4), on('1', 6), on('3', 8)], 2).filter((line) => line.includes('->'));
    expect(opened).toHaveLength(4);
  });
});
