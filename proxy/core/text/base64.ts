const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_DIGIT = 255;
const VALUES = valuesOf(`${ALPHABET.slice(0, 62)}+/`, `${ALPHABET.slice(0, 62)}-_`);

/** What a Base64 text stands for, in either alphabet, with or without padding; white space in it means nothing. Absent: it is none. */
export function readBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let held = 0;
  let bits = 0;
  let at = 0;
  for (; at < text.length && text[at] !== '='; at += 1) {
    const value = VALUES[text.charCodeAt(at)] ?? NO_DIGIT;
    if (value === NO_DIGIT && !/\s/.test(text.charAt(at))) return undefined;
    if (value === NO_DIGIT) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length] = held >> bits;
    length += 1;
  }
  return bits < 6 && /^[=\s]*$/.test(text.slice(at)) ? bytes.subarray(0, length) : undefined;
}

/** Bytes as Base64 text, padded [RFC 4648 §4]. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += digit(three >> 18) + digit(three >> 12);
    text += (at + 1 < bytes.length ? digit(three >> 6) : '=') + (at + 2 < bytes.length ? digit(three) : '=');
  }
  return text;
}

function digit(bits: number): string {
  return ALPHABET[bits & 63] ?? '';
}

function valuesOf(...alphabets: readonly string[]): Uint8Array {
  const values = new Uint8Array(128).fill(NO_DIGIT);
  for (const alphabet of alphabets) for (const [value, character] of [...alphabet].entries()) values[character.charCodeAt(0)] = value;
  return values;
}
