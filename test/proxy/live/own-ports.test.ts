import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isLoopback, isOwn, lookupOthers, reaches } from '../../../proxy/live/own-ports.ts';
import { destinationOf } from '../../../proxy/live/route.ts';

const listensAt = (bound: string, port: number) => ({ isOwnPort: (host: string, asked: number) => asked === port && reaches(host, bound) });

describe('our own ports', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', 'x.localhost', '0.0.0.0', '[::]', '[::1]', '[::ffff:127.0.0.1]', '127.1'])(
    'are behind %s when we listen on loopback',
    (host) => {
      const destination = destinationOf(new URL(`http://${host}:8080`));
      expect(isOwn(destination, listensAt('127.0.0.1', 8080))).toBe(true);
      expect(isOwn(destination, listensAt('127.0.0.1', 8081))).toBe(false);
    },
  );

  it.each(['192.0.2.1', 'example.test', '[2001:db8::1]', 'localhost.example.test'])('are not behind %s', (host) => {
    const destination = destinationOf(new URL(`http://${host}:8080`));
    expect(isOwn(destination, listensAt('127.0.0.1', 8080))).toBe(false);
    expect(isOwn(destination, listensAt('0.0.0.0', 8080))).toBe(false);
  });

  it('are behind every address of this machine when we listen on all of them, and not otherwise', () => {
    const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
    for (const { address, family, internal } of addresses.filter(({ scopeid = 0 }) => scopeid === 0)) {
      const destination = destinationOf(new URL(`http://${family === 'IPv6' ? `[${address}]` : address}:8080`));
      expect(isOwn(destination, listensAt('0.0.0.0', 8080))).toBe(true);
      if (!internal) expect(isOwn(destination, listensAt('127.0.0.1', 8080))).toBe(false);
    }
  });

  it.each([{ all: true }, {}])('are recognised behind a name, when that is resolved: %o', async (options) => {
    const destination = { ...destinationOf(new URL('http://innocent.test:8080')) };
    const context = listensAt('0.0.0.0', 8080);
    const refused = await new Promise((resolve) => lookupOthers(destination, context)('localhost', options, resolve));
    expect(refused).toMatchObject({ code: 'own-port', message: expect.stringContaining('innocent.test:8080') });
    const other = { ...destination, port: 8081 };
    const found = await new Promise((resolve) =>
      lookupOthers(other, context)('localhost', options, (error, address) => resolve(error ?? address)),
    );
    expect(found).not.toBeInstanceOf(Error);
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('is %s', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.test'])('is not %s', (host) => expect(isLoopback(host)).toBe(false));
});
