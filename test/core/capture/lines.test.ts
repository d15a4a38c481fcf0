import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines } from '../../../proxy/core/capture/lines.ts';
import { pieces } from '../../kit/captured.ts';

function cut(text: string, length: number, maxBytes = 1000): string[] {
  const found: string[] = [];
  const lines: Lines = new Lines(
    maxBytes,
    (line) => found.push(`${lines.number} ${Buffer.from(line).toString()}`),
    () => found.push(`${lines.number} too long`),
  );
  for (const piece of pieces(Buffer.from(text), () => length)) lines.feed(piece);
  lines.end();
  return found;
}

describe('a text', () => {
  it('is cut into its lines, in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 9 }), (texts, length) => {
        const wanted = texts.join('\n').split('\n');
        expect(cut(texts.join('\r\n'), length)).toEqual(wanted.map((line, index) => `${index + 1} ${line.replace(/\r$/, '')}`));
      }),
    );
  });

  it.each([1, 3, 100])('is read on behind a line that is too long (pieces of %i)', (length) => {
    expect(cut('one\n0123456789\nthree', length, 5)).toEqual(['1 one', '2 too long', '3 three']);
  });
});
