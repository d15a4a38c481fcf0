import { describe, expect, it } from 'vitest';
import { safeText } from '../../proxy/core/safe-text.ts';

describe('text from the wire', () => {
  it.each([
    ['plain text stays', 'report (1).bin', 'report (1).bin'],
    ['other scripts stay', 'отчёт-報告-تقرير.bin', 'отчёт-報告-تقرير.bin'],
    ['emoji stay', 'a😀b', 'a😀b'],
    ['markup is text', '<img src=x>', '<img src=x>'],
    ['controls are named', 'a\u0000b\tc\r\n\u001b[31m\u007f', 'a⟨NUL⟩b⟨TAB⟩c⟨CR⟩⟨LF⟩⟨ESC⟩[31m⟨DEL⟩'],
    ['other controls are numbered', '\u0001\u0085', '⟨U+0001⟩⟨U+0085⟩'],
    ['overrides cannot reverse a name', 'invoice\u202Egpj.exe', 'invoice⟨U+202E⟩gpj.exe'],
    ['isolates and marks are seen', '\u2066\u200F', '⟨U+2066⟩⟨U+200F⟩'],
    ['what has no width is seen', 'a\u200Bb\uFEFF\u3164', 'a⟨U+200B⟩b⟨U+FEFF⟩⟨U+3164⟩'],
    ['half a character is seen', 'a\uD800b', 'a⟨U+D800⟩b'],
    ['line separators are seen', '\u2028\u2029', '⟨U+2028⟩⟨U+2029⟩'],
  ])('%s', (_name, text, safe) => {
    expect(safeText(text)).toBe(safe);
  });
});
