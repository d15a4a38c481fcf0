const REPLACEMENT = 0xfffd;

/** Writes a text at a place that has room for three bytes a character, and tells where it ends. Lone surrogates become U+FFFD. */
export function writeUtf8(text: string, into: Uint8Array, from: number): number {
  let at = from;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index += 1;
    at = writeCode(code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code, into, at);
  }
  return at;
}

function writeCode(code: number, into: Uint8Array, at: number): number {
  if (code < 0x80) {
    into[at] = code;
    return at + 1;
  }
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  into[at] = ((0xff00 >> (more + 1)) & 0xff) | (code >> (6 * more));
  for (let left = more - 1; left >= 0; left -= 1) into[at + more - left] = 0x80 | ((code >> (6 * left)) & 0x3f);
  return at + more + 1;
}

/** Bytes that are no UTF-8 become U+FFFD, one for each. */
export function readUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const more = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    const code = more === 0 ? (first < 0x80 ? first : REPLACEMENT) : longCode(bytes, at, more);
    text += String.fromCodePoint(code);
    at += code === REPLACEMENT && more > 0 && !isReplacement(bytes, at) ? 1 : more + 1;
  }
  return text;
}

function longCode(bytes: Uint8Array, at: number, more: number): number {
  let code = (bytes[at] ?? 0) & (0x3f >> more);
  for (let index = at + 1; index <= at + more; index += 1) {
    const byte = bytes[index] ?? 0;
    if ((byte & 0xc0) !== 0x80) return REPLACEMENT;
    code = (code << 6) | (byte & 0x3f);
  }
  const isTooLong = more === 2 ? code < 0x800 : more === 3 && code < 0x10000;
  return isTooLong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? REPLACEMENT : code;
}

/** U+FFFD itself. */
function isReplacement(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
}
