import { describe, expect, it } from 'vitest';
import { parseRequestHead } from '../../../proxy/core/http/head.ts';
import { headTextOf, linesNamed } from '../../../ui/state/head-lines.ts';
import { response } from '../kit.ts';

const TEXT = 'BITS_POST /in HTTP/1.1\r\nHost:  a \r\nX-Long: one\r\n  two\r\nbits-packet-type :Ping\nBITS-Packet-Type: Ping\r\n\r\n';
const head = headTextOf(parseRequestHead(TEXT, 0));

describe('a head as it was sent', () => {
  it('is the very text, line by line', () => {
    expect([head.text, head.rebuilt]).toEqual([TEXT, false]);
    expect(head.lines.map(({ kind }) => kind)).toEqual(['start', 'header', 'header', 'fold', 'header', 'header', 'end']);
    expect(head.lines.map(({ from, next }) => TEXT.slice(from, next)).join('')).toBe(TEXT);
  });

  it('knows where names and values are, blanks or not', () => {
    expect(head.lines.slice(1, 5).map(({ name, valueFrom, until }) => [name, TEXT.slice(valueFrom, until)])).toEqual([
      ['Host', 'a '],
      ['X-Long', 'one'],
      ['X-Long', '  two'],
      ['bits-packet-type', 'Ping'],
    ]);
  });

  it('finds a header in any case, as often as it is there, with the lines that go on', () => {
    expect(linesNamed(head, ['BITS-Packet-Type'])).toEqual([4, 5]);
    expect(linesNamed(head, ['x-long'])).toEqual([2, 3]);
    expect(linesNamed(head, ['Accept'])).toEqual([]);
  });

  it('is put together again where the text was not sent, and says so where it may have been another', () => {
    const { head: parts } = response(0, 416);
    const text = 'HTTP/1.1 416 OK\r\nServer: x\r\n\r\n';
    const told = { ...parts, headers: [['Server', 'x']] as const };
    expect(headTextOf({ ...told, length: text.length })).toMatchObject({ text, rebuilt: false });
    expect(headTextOf({ ...told, length: text.length + 1 })).toMatchObject({ text, rebuilt: true });
  });
});
