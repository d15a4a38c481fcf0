import { latin1 } from '../http/latin1.ts';

const REPLACEMENT = '\ufffd';

/** Bytes as UTF-8 text; what is none becomes U+FFFD, a byte each. */
export function utf8Text(bytes: Uint8Array): string {
  let text = '';
  let plainFrom = 0;
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    text += latin1(bytes.subarray(plainFrom, at));
    const length = sequenceLength(bytes, at);
    text += length === 0 ? REPLACEMENT : String.fromCodePoint(codePoint(bytes, at, length));
    at += length || 1;
    plainFrom = at;
  }
  return text + latin1(bytes.subarray(plainFrom));
}

/** Text as UTF-8; half a surrogate pair becomes U+FFFD. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  return bytes.subarray(0, writeUtf8(text, bytes, 0));
}

/** Writes a text at a place that has room for three bytes a character, and tells where it ends. */
export function writeUtf8(text: string, into: Uint8Array, from: number): number {
  let at = from;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index += 1;
    at = writeCode(code >= 0xd800 && code < 0xe000 ? 0xfffd : code, into, at);
  }
  return at;
}

function writeCode(code: number, into: Uint8Array, at: number): number {
  if (code < 0x80) {
    into[at] = code;
    return at + 1;
  }
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  into[at] = (0xff80 >> more) | (code >> (6 * more));
  for (let rest = more - 1; rest >= 0; rest -= 1) into[at + more - rest] = 0x80 | ((code >> (6 * rest)) & 0x3f);
  return at + more + 1;
}

/** Of the sequence that begins there, or 0 where none does [RFC 3629 §4]. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  for (let more = 1; more < length; more += 1) if (((bytes[at + more] ?? 0) & 0xc0) !== 0x80) return 0;
  return length > 2 && !isCodePoint(codePoint(bytes, at, length), length) ? 0 : length;
}

function isCodePoint(code: number, length: number): boolean {
  if (length === 4) return code >= 0x10000 && code <= 0x10ffff;
  return code >= 0x800 && (code < 0xd800 || code >= 0xe000);
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  let code = (bytes[at] ?? 0) & (0x7f >> length);
  for (let more = 1; more < length; more += 1) code = (code << 6) | ((bytes[at + more] ?? 0) & 0x3f);
  return code;
}
