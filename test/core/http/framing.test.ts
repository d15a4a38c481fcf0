import { describe, expect, it } from 'vitest';
import { requestFraming, responseFraming } from '../../../proxy/core/http/framing.ts';
import type { Header } from '../../../proxy/core/http/message.ts';

const HEAD = { version: '1.1', anomalies: [], offset: 0, length: 0 };
const framingOfRequest = (...headers: Header[]) => requestFraming({ ...HEAD, method: 'BITS_POST', target: '/', headers });
const framingOfAnswer = (status: number, method: string | undefined, ...headers: Header[]) =>
  responseFraming({ ...HEAD, status, reason: '', headers }, method);

describe('the body of a request', () => {
  it.each<[string, Header[], object]>([
    ['has none without a length', [], { kind: 'none' }],
    ['has the length that it says', [['content-length', '7']], { kind: 'length', length: 7 }],
    [
      'may say the same length twice',
      [
        ['Content-Length', '7, 7'],
        ['Content-Length', '7'],
      ],
      { kind: 'length', length: 7 },
    ],
    [
      'is chunked when chunked is the last coding',
      [
        ['Transfer-Encoding', 'gzip'],
        ['Transfer-Encoding', 'chunked'],
      ],
      { kind: 'chunked' },
    ],
    [
      'is chunked whatever its length says',
      [
        ['Content-Length', '7'],
        ['Transfer-Encoding', 'CHUNKED'],
      ],
      { kind: 'chunked' },
    ],
    [
      'keeps its length under the coding identity',
      [
        ['Transfer-Encoding', 'identity'],
        ['Content-Length', '7'],
      ],
      { kind: 'length', length: 7 },
    ],
  ])('%s', (_, headers, framing) => {
    expect(framingOfRequest(...headers)).toEqual(framing);
  });

  it.each<[string, Header[], string]>([
    ['the codings end with another one', [['Transfer-Encoding', 'chunked, gzip']], 'chunked, gzip'],
    [
      'lengths differ',
      [
        ['Content-Length', '7'],
        ['Content-Length', '8'],
      ],
      '7, 8',
    ],
    ['a list of lengths differs', [['Content-Length', '7, 8']], '7, 8'],
    ['the length is negative', [['Content-Length', '-7']], '-7'],
    ['the length has a sign', [['Content-Length', '+7']], '+7'],
    ['the length is hexadecimal', [['Content-Length', '0x7']], '0x7'],
    ['the length is empty', [['Content-Length', '']], 'no length'],
    ['the length can not be counted', [['Content-Length', '9007199254740992']], '9007199254740992'],
  ])('has an unknown end when %s', (_, headers, named) => {
    expect(framingOfRequest(...headers)).toEqual({ kind: 'unknown', problem: expect.stringContaining(named) });
  });
});

describe('the body of an answer', () => {
  it.each<[string, number, string | undefined, Header[], object]>([
    ['goes on until the end without a length', 200, 'GET', [], { kind: 'until-close' }],
    ['has the length that it says', 200, 'GET', [['Content-Length', '7']], { kind: 'length', length: 7 }],
    ['is chunked when chunked is the last coding', 200, undefined, [['Transfer-Encoding', 'chunked']], { kind: 'chunked' }],
    ['goes on until the end under another coding', 200, 'GET', [['Transfer-Encoding', 'gzip']], { kind: 'until-close' }],
    ['is none to HEAD', 200, 'HEAD', [['Content-Length', '7']], { kind: 'none' }],
    ['is none of a 100', 100, 'GET', [], { kind: 'none' }],
    ['is none of a 204', 204, 'GET', [['Content-Length', '7']], { kind: 'none' }],
    ['is none of a 304', 304, 'GET', [['Transfer-Encoding', 'chunked']], { kind: 'none' }],
    ['is a tunnel after 101', 101, 'GET', [['Content-Length', '7']], { kind: 'tunnel' }],
    ['is a tunnel after a CONNECT that succeeds', 200, 'CONNECT', [['Content-Length', '7']], { kind: 'tunnel' }],
    ['is as usual after a CONNECT that fails', 407, 'CONNECT', [['Content-Length', '7']], { kind: 'length', length: 7 }],
  ])('%s', (_, status, method, headers, framing) => {
    expect(framingOfAnswer(status, method, ...headers)).toEqual(framing);
  });
});
