import { expect, it } from 'vitest';
import { originForm, serverOf } from '../../../proxy/core/capture/server-of.ts';

it.each([
  ['http://bits.example.test/a', undefined, 'bits.example.test:80'],
  ['https://user:pw@bits.example.test?x', undefined, 'bits.example.test:443'],
  ['HTTP://[2001:db8::1]:8080/', 'other', '[2001:db8::1]:8080'],
  ['/a', 'bits.example.test', 'bits.example.test:80'],
  ['/a', ' bits.example.test:81 ', 'bits.example.test:81'],
  ['bits.example.test:443', undefined, 'bits.example.test:443'],
  ['/a', undefined, undefined],
])('%s goes to the server that it names, or that its Host header (%s) does', (url, host, server) => {
  expect(serverOf(url, host)).toBe(server);
});

it.each([
  ['http://a/b/c?d=http://e/#f', '/b/c?d=http://e/'],
  ['http://a', '/'],
  ['http://a?b', '/?b'],
  ['/b', '/b'],
  ['*', '*'],
])('%s is asked for by its path and query', (url, target) => {
  expect(originForm(url)).toBe(target);
});
