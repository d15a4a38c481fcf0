import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUtf8, writeUtf8 } from '../../../proxy/core/capture/utf8.ts';

function written(text: string): Buffer {
  const into = Buffer.alloc(3 * text.length + 2, 0x2e);
  const end = writeUtf8(text, into, 1);
  expect([into[0], into[end]]).toEqual([0x2e, 0x2e]);
  return into.subarray(1, end);
}

describe('UTF-8', () => {
  it('is written as Node writes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(written(text)).toEqual(Buffer.from(text, 'utf8'));
      }),
    );
  });

  it('has a replacement for half a character', () => {
    expect(written('a\ud83d!')).toEqual(Buffer.from('a\ufffd!', 'utf8'));
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readUtf8(Buffer.from(text, 'utf8'))).toBe(text);
      }),
    );
  });

  it.each([
    ['a byte that goes on with nothing', [0x61, 0x80, 0x62], 'a\ufffdb'],
    ['a character that was cut off', [0xe2, 0x82], '\ufffd\ufffd'],
    ['a character whose rest is another', [0xe2, 0x82, 0x61], '\ufffd\ufffda'],
    ['more bytes than a character needs', [0xc0, 0xaf], '\ufffd\ufffd'],
    ['three bytes for what has two', [0xe0, 0x80, 0xaf], '\ufffd\ufffd\ufffd'],
    ['half of a character', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['beyond the last character', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
    ['the replacement itself', [0xef, 0xbf, 0xbd, 0x61], '\ufffda'],
  ])('has a replacement for each byte of what is none: %s', (_, bytes, text) => {
    expect(readUtf8(Uint8Array.from(bytes))).toBe(text);
  });
});
