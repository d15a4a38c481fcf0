import { expect, it } from 'vitest';
import { requestFile, responseFile } from '../../../proxy/core/bits/notification.ts';

it('finds the files of an upload under the names on the wire', () => {
  const headers = [
    ['BITS-Request-DataFile-Name', 'in'],
    ['bits-response-datafile-name', 'out'],
  ] as const;
  expect([requestFile(headers), responseFile(headers)]).toEqual(['in', 'out']);
});

it('finds them under the names that the specification prints', () => {
  const headers = [
    ['BITS-Request-DataEntity-Name', 'in'],
    ['BITS-Response-DataEntity-Name', 'out'],
  ] as const;
  expect([requestFile(headers), responseFile(headers)]).toEqual(['in', 'out']);
});

it('finds nothing in a notification by value', () => {
  const headers = [['BITS-Original-Request-URL', 'http://bits.example.test/a']] as const;
  expect([requestFile(headers), responseFile(headers)]).toEqual([undefined, undefined]);
});
