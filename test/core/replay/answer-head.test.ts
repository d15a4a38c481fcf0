import { describe, expect, it } from 'vitest';
import { parseResponseHead } from '../../../proxy/core/http/head.ts';
import { answerHead, type HeadChanges } from '../../../proxy/core/replay/answer-head.ts';

const ID = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';

function changed(lines: readonly string[], changes: HeadChanges): string[] {
  const head = parseResponseHead(`HTTP/1.1 200 Fine\r\n${lines.join('\r\n')}\r\n\r\n`, 0);
  return answerHead(head, changes).split('\r\n').slice(0, -2);
}

describe('answerHead', () => {
  it('is the recorded head, with all that is odd in it, where nothing changes', () => {
    const text = 'HTTP/1.1  200  All\tright \nbits-PACKET-type:Ack\nX:  a\n  folded \r\nno colon\r\nX: b\r\n\r\n';
    expect(answerHead(parseResponseHead(text, 0), {})).toBe(text);
  });

  it.each<[string, HeadChanges, string]>([
    ['BITS-Received-Content-Range: 100', { nextOffset: 70n }, 'BITS-Received-Content-Range: 70'],
    ['bits-recieved-content-range:100', { nextOffset: 70n }, 'bits-recieved-content-range:70'],
    ['BITS-Received-Content-Range: 0-99/200', { nextOffset: 70n }, 'BITS-Received-Content-Range: 0-99/200'],
    [`BITS-Session-Id: ${ID}`, { id: { recorded: ID, given: '{X}' } }, 'BITS-Session-Id: {X}'],
    ['BITS-Host-Id: node2', { host: 'here:8090' }, 'BITS-Host-Id: here'],
    ['BITS-Host-Id: node2:80', { host: 'here:8090' }, 'BITS-Host-Id: here:8090'],
    ['BITS-Host-Id: HERE', { host: 'here' }, 'BITS-Host-Id: HERE'],
    ['BITS-Reply-URL: https://a.test/r?x=1', { host: 'here:8090' }, 'BITS-Reply-URL: http://here:8090/r?x=1'],
    ['BITS-Reply-URL: \\r\\1.bin', { host: 'here:8090' }, 'BITS-Reply-URL: \\r\\1.bin'],
    ['Date: then', { date: 'now' }, 'Date: now'],
    ['Content-Length: 1', { set: [['Content-Length', '2']] }, 'Content-Length: 2'],
    ['X: 1', { drop: new Set(['y']) }, 'X: 1'],
  ])('makes of %s with %o %s', (line, changes, expected) => {
    expect(changed([line], changes)).toEqual(['HTTP/1.1 200 Fine', expected]);
  });

  it('adds what is missing, and leaves out what has to go', () => {
    const changes = {
      status: '206 Partial Content',
      set: [['Content-Range', 'bytes 0-0/2'] as const],
      drop: new Set(['transfer-encoding']),
    };
    expect(changed(['Transfer-Encoding: chunked', 'X: 1'], changes)).toEqual([
      'HTTP/1.1 206 Partial Content',
      'X: 1',
      'Content-Range: bytes 0-0/2',
    ]);
  });
});
