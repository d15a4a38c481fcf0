import { describe, expect, it } from 'vitest';
import { type NeedleOptions, readNeedle } from '../../../proxy/core/find/needle.ts';

function patterns(text: string, options?: NeedleOptions) {
  const result = readNeedle(text, options);
  if (!result.ok) throw new Error(result.error.message);
  return result.needle.patterns.map(({ encoding, steps }) => ({ encoding, steps: steps.map((step) => step.map((bytes) => [...bytes])) }));
}

function error(text: string, options?: NeedleOptions) {
  const result = readNeedle(text, options);
  return result.ok ? undefined : result.error;
}

describe('a text to look for', () => {
  it('is looked for as UTF-8 and as UTF-16LE, in capital and small letters', () => {
    expect(patterns('a1')).toEqual([
      { encoding: 'utf-8', steps: [[[0x61], [0x41]], [[0x31]]] },
      {
        encoding: 'utf-16le',
        steps: [
          [
            [0x61, 0],
            [0x41, 0],
          ],
          [[0x31, 0]],
        ],
      },
    ]);
  });

  it('is looked for as it is typed where that is wanted', () => {
    expect(patterns('aB', { letterCase: 'exact' })[0]?.steps).toEqual([[[0x61]], [[0x42]]]);
  });

  it('has letters beyond ASCII, and characters beyond the first 65,536', () => {
    const [utf8, utf16] = patterns('é𝄞');
    expect(utf8?.steps).toEqual([
      [
        [0xc3, 0xa9],
        [0xc3, 0x89],
      ],
      [[0xf0, 0x9d, 0x84, 0x9e]],
    ]);
    expect(utf16?.steps).toEqual([
      [
        [0xe9, 0],
        [0xc9, 0],
      ],
      [[0x34, 0xd8, 0x1e, 0xdd]],
    ]);
  });

  it('has no case of another length: ß is not SS, and ⱥ is three bytes where Ⱥ is two', () => {
    expect(patterns('ßⱥ')[0]?.steps.map((step) => step.length)).toEqual([1, 1]);
  });

  it('is not empty, and not endless', () => {
    expect(error('')?.message).toBe('There is no text to look for.');
    expect(error('x'.repeat(513))?.message).toContain('1024 bytes');
    expect(error('x'.repeat(512))).toBeUndefined();
    expect(error('x'.repeat(100_000))?.message).toContain('1024 bytes');
  });
});

describe('bytes to look for', () => {
  it.each(['50 4b 03 04', '504B0304', '50:4b:03:04', '0x50, 0x4b, 0x03, 0x04', ' 504b-0304 '])('are read from %s', (text) => {
    expect(patterns(text, { as: 'hex' })).toEqual([{ encoding: 'bytes', steps: [[[0x50]], [[0x4b]], [[3]], [[4]]] }]);
  });

  it.each([
    { text: '50 4x', at: 4, length: 1, says: 'x is no hexadecimal digit' },
    { text: '0x5g', at: 3, length: 1, says: 'g is no hexadecimal digit' },
    { text: '50 4', at: 3, length: 1, says: '4 is half a byte too few' },
    { text: '0x', at: 0, length: 2, says: 'half a byte' },
    { text: '50 😀', at: 3, length: 2, says: '😀 is no hexadecimal digit' },
    { text: ' , ', at: 0, length: 0, says: 'no bytes' },
  ])('are not $text, and the place is told', ({ text, at, length, says }) => {
    expect(error(text, { as: 'hex' })).toEqual({ at, length, message: expect.stringContaining(says) });
  });
});
