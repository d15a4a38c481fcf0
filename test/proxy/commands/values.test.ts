import { describe, expect, it } from 'vitest';
import {
  formatAddress,
  parseAddress,
  parseCount,
  parseFilterOption,
  parseSize,
  parseTarget,
  parseUrl,
} from '../../../proxy/commands/values.ts';

describe('an address to listen at', () => {
  it.each([
    ['8080', { host: '127.0.0.1', port: 8080 }],
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['[::1]:8080', { host: '::1', port: 8080 }],
  ])('%s', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
  });

  it.each(['', 'localhost', '80a', '1:2:3', '::1:80', '65536', ':80'])('%j is refused with an example', (text) => {
    expect(() => parseAddress(text)).toThrow(/Write for example 8080/);
  });

  it.each(['127.0.0.1:8080', '[::1]:8080'])('%s is written as it is read', (text) => {
    expect(formatAddress(parseAddress(text))).toBe(text);
  });
});

describe('a size', () => {
  it.each([
    ['500', 500n],
    ['64k', 65_536n],
    ['10MB', 10_485_760n],
    ['5GiB', 5_368_709_120n],
    ['1 t', 1_099_511_627_776n],
  ])('%s', (text, size) => {
    expect(parseSize(text)).toBe(size);
  });

  it.each(['', '-1', '1.5m', 'mb', '1x', '10bb'])('%j is refused', (text) => {
    expect(() => parseSize(text)).toThrow(/is no size/);
  });
});

describe('a target', () => {
  it('is a server', () => {
    expect(parseTarget('http://server:8080').origin).toBe('http://server:8080');
  });

  it('has no path, and the message says what to write', () => {
    expect(() => parseTarget('http://server/inbox')).toThrow('Write http://server and let the client ask for /inbox.');
  });

  it.each(['server', 'ftp://server', 'http://', ''])('%j is refused', (text) => {
    expect(() => parseUrl(text)).toThrow(/is no http or https URL/);
  });
});

describe('a filter', () => {
  it('is read', () => {
    expect(parseFilterOption('status >= 500').toString()).toBe('status>=500');
  });

  it('that is none is refused with a caret under the place', () => {
    expect(() => parseFilterOption('severty>=warning')).toThrow(/Did you mean severity\?\n {2}severty>=warning\n {2}\^{7}$/);
  });
});

it('a count is a whole number from 1', () => {
  expect(parseCount('10')).toBe(10);
  for (const text of ['0', '-1', '1.5', 'x', '']) expect(() => parseCount(text)).toThrow(/whole number/);
});
