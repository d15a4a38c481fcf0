import { describe, expect, it } from 'vitest';
import { codeSpan, plainText } from '../../../proxy/core/packet-text/markdown.ts';

describe('a code span', () => {
  it.each([
    ['plain', 'report.bin', '`report.bin`'],
    ['a tick', 'a`b', '``a`b``'],
    ['ticks at the ends', '``', '``` `` ```'],
    ['a bar, which ends a cell', 'a|b', '`a\\|b`'],
    ['nothing', '', '(empty)'],
    ['blanks', '  ', '(blank)'],
    ['a line end', 'a\nb', '`a⟨LF⟩b`'],
  ])('holds %s', (_what, text, span) => {
    expect(codeSpan(text)).toBe(span);
  });

  it('is cut where it is long', () => {
    expect(codeSpan('x'.repeat(1000))).toBe(`\`${'x'.repeat(300)}…\``);
  });
});

describe('plain text', () => {
  it.each([
    ['emphasis', '*a* _b_', '\\*a\\* \\_b\\_'],
    ['tags', '<b>', '\\<b\\>'],
    ['a bar', 'a|b', 'a\\|b'],
    ['a mention', 'ask @bob', 'ask @<!-- -->bob'],
    ['the number of an issue', 'see #12', 'see \\#<!-- -->12'],
    ['an address', 'http://evil www.evil', 'http:<!-- -->//evil www<!-- -->.evil'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '1. a', '1\\. a'],
    ['an entity', '&lt;', '\\&lt;'],
    ['words', 'Closed with 100 of 300 bytes (200 missing): lost.', 'Closed with 100 of 300 bytes (200 missing): lost.'],
  ])('is no markup: %s', (_what, text, escaped) => {
    expect(plainText(text)).toBe(escaped);
  });
});
