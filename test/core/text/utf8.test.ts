import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes, utf8Text } from '../../../proxy/core/text/utf8.ts';

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

  it('has no longer forms, no surrogates and nothing behind the last code point', () => {
    for (const bytes of [
      [0xc0, 0x80],
      [0xe0, 0x80, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
    ])
      expect(utf8Text(Uint8Array.from(bytes))).toBe('\ufffd'.repeat(bytes.length));
  });

  it('has no half characters', () => {
    expect(utf8Bytes('a\ud800b')).toEqual(Uint8Array.of(0x61, 0xef, 0xbf, 0xbd, 0x62));
  });
});
