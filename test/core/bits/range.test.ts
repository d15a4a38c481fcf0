import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatContentRange,
  formatOffset,
  MAX_OFFSET,
  parseContentRange,
  parseOffset,
  rangeLength,
} from '../../../proxy/core/bits/range.ts';

const offset = fc.bigInt({ min: 0n, max: MAX_OFFSET });

describe('parseContentRange', () => {
  const helloWorld = { first: 0n, last: 5n, total: 11n };

  it.each(['bytes 0-5/11', 'Bytes 0-5/11', 'BYTES  0 - 5 / 11', '\tbytes\t0-5/11 ', 'bytes 000-005/0011'])('reads %j', (text) => {
    expect(parseContentRange(text)).toEqual(helloWorld);
  });

  it('reads what the rules have to judge: a range that is inverted or ends beyond its total', () => {
    expect(parseContentRange('bytes 10-9/10')).toEqual({ first: 10n, last: 9n, total: 10n });
    expect(parseContentRange('bytes 0-11/11')).toEqual({ first: 0n, last: 11n, total: 11n });
  });

  it('keeps all 64 bits', () => {
    const largest = '18446744073709551615';
    expect(parseContentRange(`bytes 18446744073709551614-${largest}/${largest}`)).toEqual({
      first: 18446744073709551614n,
      last: 18446744073709551615n,
      total: 18446744073709551615n,
    });
    expect(parseContentRange('bytes 0-5/18446744073709551616')).toBeUndefined();
  });

  it.each([
    '',
    '0-5/11',
    'bytes',
    'bytes=0-5/11',
    'bytes0-5/11',
    'items 0-5/11',
    'bytes 0-5',
    'bytes 0-5/*',
    'bytes */11',
    'bytes 0--1/0',
    'bytes -1-5/11',
    'bytes +0-5/11',
    'bytes 0-5,6-10/11',
    'bytes 0-5/11, 6-10/11',
    'bytes 0x0-0x5/0xb',
    'bytes 0.0-5/11',
    'bytes 1e1-20/30',
    'bytes ٠-٥/١١',
  ])('does not read %j', (text) => {
    expect(parseContentRange(text)).toBeUndefined();
  });

  it('reads back every range that it formats', () => {
    fc.assert(
      fc.property(offset, offset, offset, (first, last, total) => {
        expect(parseContentRange(formatContentRange({ first, last, total }))).toEqual({ first, last, total });
      }),
    );
  });
});

it('formats a range as the spec writes it', () => {
  expect(formatContentRange({ first: 6n, last: 10n, total: 11n })).toBe('bytes 6-10/11');
});

it('counts the bytes of a range, both ends included', () => {
  expect(rangeLength({ first: 6n, last: 10n })).toBe(5n);
  expect(rangeLength({ first: 10n, last: 9n })).toBe(0n);
  expect(rangeLength({ first: 10n, last: 5n })).toBe(-4n);
});

describe('parseOffset', () => {
  it('reads one decimal integer of at most 64 bits', () => {
    expect(parseOffset('0')).toBe(0n);
    expect(parseOffset('6')).toBe(6n);
    expect(parseOffset('0006')).toBe(6n);
    expect(parseOffset('18446744073709551615')).toBe(18446744073709551615n);
    expect(parseOffset('18446744073709551616')).toBeUndefined();
  });

  it('does not stumble over a very long row of digits', () => {
    expect(parseOffset('9'.repeat(200_000))).toBeUndefined();
    expect(parseOffset(`${'0'.repeat(200_000)}7`)).toBe(7n);
    expect(parseOffset('0'.repeat(200_000))).toBe(0n);
  });

  it.each(['', ' ', '-1', '+1', '0-5', 'bytes 0-5', '6/11', '0x6', '6.0', '6 7', '6,6', '1e3', '٦'])('does not read %j', (text) => {
    expect(parseOffset(text)).toBeUndefined();
  });

  it('reads back every offset that it formats', () => {
    fc.assert(fc.property(offset, (value) => parseOffset(formatOffset(value)) === value));
  });
});
