import { expect, it } from 'vitest';
import { hanging, layoutOf } from '../../../proxy/commands/layout.ts';

const plain = (width: number) => ({ width, heading: (text: string) => text });

it('wraps under the text, not under the label', () => {
  const text = 'the quick brown fox jumps over the lazy dog and over it again';
  expect(hanging('  Label  ', text, plain(50))).toBe(
    ['  Label  the quick brown fox jumps over the lazy', '         dog and over it again'].join('\n'),
  );
});

it('leaves a word alone that is longer than a line', () => {
  expect(hanging('- ', 'x'.repeat(90), plain(80))).toBe(`- ${'x'.repeat(90)}`);
});

it('is as wide as the terminal, and 80 in a pipe', () => {
  expect(layoutOf({ isTTY: true, columns: 132 }).width).toBe(132);
  expect(layoutOf({ isTTY: false, columns: 132 })).toMatchObject({ width: 80 });
  expect(layoutOf({ isTTY: false, columns: 132 }).heading('x')).toBe('x');
});
