import { expect, it } from 'vitest';
import type { Ping } from '../../proxy/core/bits/packet.ts';
import { ServerWatch } from '../../proxy/core/server-watch.ts';

const ping: Ping = { type: 'ping', exchange: 'x1', connection: 'c1', at: 0, method: 'BITS_POST', target: '/', path: '/' };

it('a server is known from its first packet on, and has acknowledged BITS once it did', () => {
  const watch = new ServerWatch();
  expect(watch.meet('a:80', { ...ping, type: 'create-session', protocols: [] })).toEqual({
    name: 'a:80',
    acknowledgedBits: false,
    watchedFromStart: true,
  });
  watch.acknowledged('a:80');
  expect(watch.meet('a:80', ping)).toEqual({ name: 'a:80', acknowledgedBits: true, watchedFromStart: true });
  expect(watch.meet('b:80', ping)).toEqual({ name: 'b:80', acknowledgedBits: false, watchedFromStart: false });
});

it('of too many servers the first is forgotten', () => {
  const watch = new ServerWatch();
  for (let port = 0; port <= 10_000; port += 1) {
    watch.meet(`a:${port}`, ping);
    watch.acknowledged(`a:${port}`);
  }
  expect(watch.meet('a:1', ping).acknowledgedBits).toBe(true);
  expect(watch.meet('a:0', ping).acknowledgedBits).toBe(false);
});
