import { describe, expect, it } from 'vitest';
import { CODE_NAMES, explainText } from '../../../proxy/core/codes/read-code.ts';

const titles = (text: string) => explainText(text).map(({ title }) => title);

describe('explainText', () => {
  it.each([
    '0x8020001F',
    '0X8020001f',
    'x8020001f',
    '8020001f',
    '2149580831',
    '-2145386465',
    'BG_E_SESSION_NOT_FOUND',
    'bg_e_session_not_found',
    ' 0x8020001F ',
    'hresult 0x8020001F',
    'HRESULT: 0x8020001F',
  ])('reads %j as an unknown session', (text) => {
    expect(titles(text)).toEqual(['0x8020001F']);
  });

  it.each([
    ['E_ACCESSDENIED', '0x80070005'],
    ['x80070112', '0x80070112'],
    ['0x801901F4', '0x801901F4'],
    ['BG_E_HTTP_ERROR_500', '0x801901F4'],
    ['BG_E_SERVER_EXECUTE_ENABLED', '0x80200023'],
    ['12152', '0x80072F78'],
    ['87', '0x80070057'],
    ['deadbeef', '0xDEADBEEF'],
    ['404', 'HTTP 404'],
    ['HTTP 404', 'HTTP 404'],
    ['http/416', 'HTTP 416'],
    ['status 503', 'HTTP 503'],
    ['context 7', 'context 0x7'],
    ['context 0x5', 'context 0x5'],
    ['0x7', 'context 0x7'],
    ['7', 'context 0x7'],
    ['CONTEXT_SERVER', 'context 0x5'],
    ['BG_ERROR_CONTEXT_NONE', 'context 0x0'],
    ['0x00000005', '0x00000005'],
  ])('reads %j first of all as %s', (text, title) => {
    expect(titles(text)[0]).toBe(title);
  });

  it('a full disk under its name is both values that servers send', () => {
    expect(titles('ERROR_DISK_FULL')).toEqual(['0x80070070', '0x80070112']);
  });

  it.each([
    ['5', ['context 0x5', '0x80070005']],
    ['0x5', ['context 0x5', '0x80070005', '0x00000005']],
    ['0', ['0x00000000', 'context 0x0']],
    ['112', ['HTTP 112', '0x80070070']],
    ['0x70', ['0x00000070', '0x80070070']],
  ])('names what else %j may be', (text, expected) => {
    expect(titles(text)).toEqual(expected);
  });

  it('takes a prefix at its word', () => {
    expect(titles('hresult 5')).toEqual(['0x00000005']);
    expect(titles('http 112')).toEqual(['HTTP 112']);
  });

  it.each([
    '',
    ' ',
    'nope',
    '0x',
    '0x123456789',
    '99999999999',
    '-2147483649',
    '1.5',
    'context 8',
    'http 42',
    'http 4040',
    'status x',
    'BG_E_HTTP_ERROR_42',
    'constructor',
    '__proto__',
  ])('takes %j for no code', (text) => {
    expect(explainText(text)).toEqual([]);
  });

  it('finds every name that it offers', () => {
    for (const name of CODE_NAMES) expect(explainText(name).flatMap(({ names }) => names)).toContain(name);
  });
});
