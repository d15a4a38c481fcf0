import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes, utf8Text, writeUtf8 } from '../../../proxy/core/text/utf8.ts';

const text = fc.string({ unit: 'binary' });

describe('UTF-8', () => {
  it('is written as Node writes it', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(Buffer.from(utf8Bytes(value))).toEqual(Buffer.from(value, 'utf8'));
      }),
    );
  });

  it('is read back', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(utf8Text(Buffer.from(value, 'utf8'))).toBe(value);
      }),
    );
  });

  it('that is none is read as U+FFFD, and what stands around it as it is', () => {
    expect(utf8Text(Uint8Array.of(0x61, 0xc3, 0x62, 0xff, 0xe2, 0x82))).toBe('a\ufffdb\ufffd\ufffd\ufffd');
  });

  it.each([
    ['a byte that goes on with nothing', [0x61, 0x80, 0x62], 'a\ufffdb'],
    ['a character that was cut off', [0xe2, 0x82], '\ufffd\ufffd'],
    ['more bytes than a character needs', [0xc0, 0xaf], '\ufffd\ufffd'],
    ['three bytes for what has two', [0xe0, 0x80, 0xaf], '\ufffd\ufffd\ufffd'],
    ['half of a character', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['beyond the last character', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
    ['the replacement itself', [0xef, 0xbf, 0xbd, 0x61], '\ufffda'],
  ])('has a replacement for each byte of what is none: %s', (_, bytes, read) => {
    expect(utf8Text(Uint8Array.from(bytes))).toBe(read);
  });

  it('is written at its place, and nowhere else', () => {
    const into = Buffer.alloc(10, 0x2e);
    expect(writeUtf8('a€', into, 1)).toBe(5);
    expect(into.toString('utf8')).toBe('.a€.....');
  });

  it('has no half characters', () => {
    expect(utf8Bytes('a\ud800b')).toEqual(Uint8Array.of(0x61, 0xef, 0xbf, 0xbd, 0x62));
  });
});
