import { describe, expect, it } from 'vitest';
import { hostCheck, isLoopback } from '../../../../proxy/dashboard/access/hosts.ts';

const PORT = 9091;

describe('the names of a dashboard', () => {
  it('are those that it was bound to, by name and by address', () => {
    const isOurs = hostCheck({ host: 'lab.example.test', address: '192.0.2.7', port: PORT });
    expect(['lab.example.test:9091', 'LAB.example.test:9091', '192.0.2.7:9091'].map(isOurs)).toEqual([true, true, true]);
    expect(['lab.example.test', '192.0.2.8:9091', undefined, ''].map(isOurs)).toEqual([false, false, false, false]);
  });

  it('are those that were allowed, at the port that was said or our own', () => {
    const isOurs = hostCheck({ host: '127.0.0.1', address: '127.0.0.1', port: PORT }, ['Box.local', 'tunnel.test:443']);
    expect(['box.local:9091', 'tunnel.test:443'].map(isOurs)).toEqual([true, true]);
    expect(['box.local:443', 'tunnel.test:9091'].map(isOurs)).toEqual([false, false]);
  });

  it('are all addresses when it is bound to all, but no names', () => {
    const isOurs = hostCheck({ host: '0.0.0.0', address: '0.0.0.0', port: PORT });
    expect(['192.0.2.7:9091', '[2001:db8::7]:9091'].map(isOurs)).toEqual([true, true]);
    expect(['192.0.2.7:80', 'evil.example:9091', '192.0.2.7.evil.example:9091'].map(isOurs)).toEqual([false, false, false]);
  });

  it('need no port at the port that HTTP has', () => {
    const isOurs = hostCheck({ host: '127.0.0.1', address: '127.0.0.1', port: 80 });
    expect(['127.0.0.1', 'localhost:80', '127.0.0.1:81'].map(isOurs)).toEqual([true, true, false]);
  });
});

describe('loopback', () => {
  it('is what only this machine reaches', () => {
    expect(['127.0.0.1', '127.8.8.8', 'localhost', '::1'].map(isLoopback)).toEqual([true, true, true, true]);
    expect(['0.0.0.0', '::', '192.0.2.1', '127.evil.example', '127.0.0.1.evil.example'].map(isLoopback)).toEqual(Array(5).fill(false));
  });
});
