/**
 * Text from the wire, made safe to look at: what would be invisible, move other text about or reverse it becomes a
 * visible sign. Markup needs nothing: the page never reads text as markup.
 */
export function safeText(text: string): string {
  return text.replace(UNSEEN, (character) => visible(character.codePointAt(0) ?? 0));
}

/** Controls (C0, DEL, C1), bidirectional controls, zero-width and other format characters, lone surrogates, tags. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u3164\uFFA0\u115F\u1160]/gu;

/** Those that people know by name; the pictures that Unicode has for them (U+2400…) are missing in most fonts. */
const NAMES: Readonly<Record<number, string>> = { 0: 'NUL', 9: 'TAB', 10: 'LF', 13: 'CR', 27: 'ESC', 127: 'DEL' };

function visible(code: number): string {
  const name = NAMES[code];
  return name ? `⟨${name}⟩` : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
