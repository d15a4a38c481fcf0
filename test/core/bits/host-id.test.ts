import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHostId, hostName, parseHostId, reachesHost, sameHost } from '../../../proxy/core/bits/host-id.ts';

describe('parseHostId', () => {
  it.each([
    ['node2.example.test', { host: 'node2.example.test' }],
    ['FRANKCAO8', { host: 'FRANKCAO8' }],
    ['192.0.2.7', { host: '192.0.2.7' }],
    ['node2:8080', { host: 'node2', port: 8080 }],
    ['::1', { host: '::1' }],
    ['2001:db8::7', { host: '2001:db8::7' }],
    ['::ffff:192.0.2.7', { host: '::ffff:192.0.2.7' }],
    ['[2001:db8::7]', { host: '2001:db8::7' }],
    ['[2001:db8::7]:8080', { host: '2001:db8::7', port: 8080 }],
    ['bücher.example', { host: 'bücher.example' }],
  ])('reads %j', (text, expected) => {
    expect(parseHostId(text)).toEqual(expected);
  });

  it.each([
    '',
    ' ',
    'http://node2',
    'node2/inbox',
    '\\\\node2',
    'node 2',
    'me@node2',
    'node2:',
    'node2:http',
    'node2:65536',
    '[node2]',
    '[::1',
    ':80',
    'node2?x',
    'node2#x',
  ])('does not read %j', (text) => {
    expect(parseHostId(text)).toBeUndefined();
  });

  it('reads back every host that it formats', () => {
    const port = fc.option(fc.integer({ min: 0, max: 65535 }), { nil: undefined });
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), port, (host, number) => {
        const hostId = number === undefined ? { host } : { host, port: number };
        expect(parseHostId(formatHostId(hostId))).toEqual(hostId);
      }),
    );
  });
});

describe('sameHost', () => {
  it.each([
    ['FRANKCAO8', 'frankcao8'],
    ['node2:80', 'node2'],
    ['node2', 'NODE2:443'],
    ['node2:8080', 'node2:8080'],
    ['[2001:DB8::7]', '2001:db8::7'],
    ['not a host', 'NOT a host'],
  ])('finds %j and %j the same', (a, b) => {
    expect(sameHost(a, b)).toBe(true);
    expect(sameHost(b, a)).toBe(true);
  });

  it.each([
    ['node1', 'node2'],
    ['node2', 'node2:8080'],
    ['node2:80', 'node2:443'],
    ['node2', 'node2.example.test'],
    ['node2', 'http://node2'],
  ])('tells %j from %j', (a, b) => {
    expect(sameHost(a, b)).toBe(false);
    expect(sameHost(b, a)).toBe(false);
  });
});

describe('reachesHost', () => {
  it.each([
    ['iis', 'IIS'],
    ['node2:8080', 'node2'],
    ['node2:8080', 'node2:8080'],
    ['[2001:db8::7]:8080', '2001:DB8::7'],
    ['not a host', 'NOT a host'],
  ])('finds that %j is the host that %j names', (host, hostId) => {
    expect(reachesHost(host, hostId)).toBe(true);
  });

  it.each([
    ['node1', 'node2'],
    ['node2:8080', 'node2:8081'],
    ['node2', 'http://node2'],
    ['node2', ''],
  ])('finds that %j is not the host that %j names', (host, hostId) => {
    expect(reachesHost(host, hostId)).toBe(false);
  });
});

describe('hostName', () => {
  it('is the name alone, in lower case', () => {
    expect(hostName('Node2.Example.test:8080')).toBe('node2.example.test');
    expect(hostName('[2001:DB8::7]:80')).toBe('2001:db8::7');
  });

  it('is nothing where there is no host', () => {
    expect(hostName('http://node2/')).toBeUndefined();
    expect(hostName('')).toBeUndefined();
  });
});
