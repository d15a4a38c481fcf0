import { expect, it } from 'vitest';
import { hangingText, lineText } from '../../../proxy/core/report/line-text.ts';

it('keeps a text that is fit for a line', () => {
  expect(lineText('http://bits.example.test/inbox/отчёт.bin')).toBe('http://bits.example.test/inbox/отчёт.bin');
});

it('shows what would act on a terminal', () => {
  expect(lineText('a\u001b[2Jb\nc\u009b31m')).toBe('a⟨ESC⟩[2Jb⟨LF⟩c⟨U+009B⟩31m');
});

it('cuts what is very long, and says how long it was', () => {
  const text = lineText('x'.repeat(5000));
  expect(text).toBe(`${'x'.repeat(300)}… (5000 characters)`);
});

it('wraps under the text, not under the label', () => {
  expect(hangingText('  Fix: ', 'the quick brown fox jumps', 20)).toBe('  Fix: the quick\n       brown fox\n       jumps');
});

it('leaves a word alone that is longer than a line', () => {
  expect(hangingText('- ', `a ${'x'.repeat(30)} b`, 20)).toBe(`- a\n  ${'x'.repeat(30)}\n  b`);
});
