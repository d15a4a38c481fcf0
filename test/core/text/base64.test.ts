import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64, readBase64 } from '../../../proxy/core/text/base64.ts';

describe('Base64', () => {
  it('is written as Node writes it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });

  it('is read back, in both alphabets, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom<BufferEncoding>('base64', 'base64url'), (bytes, kind) => {
        expect(readBase64(Buffer.from(bytes).toString(kind))).toEqual(bytes);
      }),
    );
  });

  it('may be broken into lines', () => {
    expect(readBase64('AAEC\r\nAwQ=\n')).toEqual(Uint8Array.of(0, 1, 2, 3, 4));
  });

  it.each(['A', 'AAA*', 'AA=A', 'ÄÄÄÄ', 'AAAAA'])('is not read where it is none: %s', (text) => {
    expect(readBase64(text)).toBeUndefined();
  });
});
