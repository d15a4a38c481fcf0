import { describe, expect, it } from 'vitest';
import { attributes, xmlText } from '../../../proxy/core/report/xml.ts';

describe('text in XML', () => {
  it.each([
    ['signs of markup are entities', `<a b="c" d='e'>&`, '&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;'],
    ['controls, which XML 1.0 forbids, are seen', 'a\u0000b\u001bc', 'a⟨NUL⟩b⟨ESC⟩c'],
    ['halves of characters are seen', 'a\uD800b', 'a⟨U+D800⟩b'],
    ['what is no character is seen', 'a\uFFFEb\uFFFFc', 'a⟨?⟩b⟨?⟩c'],
    ['the end of a section is no end', ']]>', ']]&gt;'],
  ])('%s', (_name, text, expected) => {
    expect(xmlText(text)).toBe(expected);
  });

  it('is quoted in attributes', () => {
    expect(attributes({ name: 'a"b', tests: 3 })).toBe(' name="a&quot;b" tests="3"');
  });
});
