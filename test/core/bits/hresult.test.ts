import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACCESS_DENIED,
  CONTEXT_APPLICATION,
  CONTEXT_SERVER,
  formatErrorContext,
  formatHresult,
  INVALID_ARGUMENT,
  parseErrorContext,
  parseHresult,
  SESSION_NOT_FOUND,
  SUCCESS,
} from '../../../proxy/core/bits/hresult.ts';

describe('parseHresult', () => {
  it.each([
    ['0x8020001F', SESSION_NOT_FOUND],
    ['0X8020001f', SESSION_NOT_FOUND],
    ['x80070005', ACCESS_DENIED],
    ['0x0', SUCCESS],
    ['0x1', 1],
    ['80070057', INVALID_ARGUMENT],
    ['8020001F', SESSION_NOT_FOUND],
    ['2147942487', INVALID_ARGUMENT],
    ['-2147024809', INVALID_ARGUMENT],
    ['-2145386465', SESSION_NOT_FOUND],
    ['4294967295', 0xffffffff],
    ['-2147483648', 0x80000000],
    ['0', SUCCESS],
    ['1', 1],
  ])('reads %j', (text, code) => {
    expect(parseHresult(text)).toBe(code);
  });

  it('takes eight bare digits as hexadecimal and any other number of them as decimal', () => {
    expect(parseHresult('80070005')).toBe(0x80070005);
    expect(parseHresult('8007000')).toBe(8007000);
  });

  it.each(['', '0x', '0x123456789', '8020001FF', '-2147483649', '4294967296', 'E_FAIL', '0x8020001G', '1.5', '--1', ' 0x1'])(
    'does not read %j',
    (text) => {
      expect(parseHresult(text)).toBeUndefined();
    },
  );

  it('reads back every code that it formats', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (code) => parseHresult(formatHresult(code)) === code));
  });
});

it('formats eight hexadecimal digits', () => {
  expect(formatHresult(SESSION_NOT_FOUND)).toBe('0x8020001F');
  expect(formatHresult(0)).toBe('0x00000000');
  expect(formatHresult(-2147024809)).toBe('0x80070057');
});

describe('parseErrorContext', () => {
  it.each([
    ['0x5', CONTEXT_SERVER],
    ['5', CONTEXT_SERVER],
    ['0x00000007', CONTEXT_APPLICATION],
    ['10', 16],
  ])('reads %j as hexadecimal', (text, context) => {
    expect(parseErrorContext(text)).toBe(context);
  });

  it.each(['', '0x', 'server', '-5', '0x123456789'])('does not read %j', (text) => {
    expect(parseErrorContext(text)).toBeUndefined();
  });

  it('reads back what it formats', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (context) => parseErrorContext(formatErrorContext(context)) === context),
    );
    expect(formatErrorContext(CONTEXT_SERVER)).toBe('0x5');
  });
});
