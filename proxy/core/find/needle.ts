import { utf8Bytes } from '../text/utf8.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'bytes';

/** Bytes in a row that are looked for: of each step one of its alternatives, which are of one length. */
export interface Pattern {
  readonly encoding: Encoding;
  readonly length: number;
  readonly steps: readonly (readonly Uint8Array[])[];
}

/** What is looked for, in each way in which it may be written. */
export interface Needle {
  readonly patterns: readonly Pattern[];
  /** Bytes of the longest pattern. */
  readonly longest: number;
}

export interface NeedleOptions {
  /** Default `text`: as UTF-8, and as UTF-16LE, which Windows writes. `hex`: bytes, as in `50 4b 03 04`. */
  readonly as?: 'text' | 'hex';
  /** Of a text: `any` finds capital and small letters alike, also beyond ASCII. Default. */
  readonly letterCase?: 'any' | 'exact';
  /** Default 1024. */
  readonly maxBytes?: number;
}

/** Where a text is nothing that can be looked for, and why; `at` and `length` are characters. */
export interface NeedleError {
  readonly at: number;
  readonly length: number;
  readonly message: string;
}

export type NeedleResult = { readonly ok: true; readonly needle: Needle } | { readonly ok: false; readonly error: NeedleError };

const DEFAULT_MAX_BYTES = 1_024;

/** Never throws. A letter whose other case is of another length in UTF-8 (there are a dozen) is found only as it is typed. */
export function readNeedle(
  text: string,
  { as = 'text', letterCase = 'any', maxBytes = DEFAULT_MAX_BYTES }: NeedleOptions = {},
): NeedleResult {
  if (text.length > maxBytes * 6) return tooLong(text, maxBytes);
  const patterns = as === 'hex' ? hexPatterns(text) : textPatterns(text, letterCase);
  if ('message' in patterns) return { ok: false, error: patterns };
  const longest = Math.max(0, ...patterns.map(({ length }) => length));
  if (longest === 0) return refused(0, 0, as === 'hex' ? 'There are no bytes to look for.' : 'There is no text to look for.');
  return longest > maxBytes ? tooLong(text, maxBytes) : { ok: true, needle: { patterns, longest } };
}

function tooLong({ length }: string, maxBytes: number): NeedleResult {
  return refused(0, length, `That is longer than the ${maxBytes} bytes that can be looked for.`);
}

function refused(at: number, length: number, message: string): NeedleResult {
  return { ok: false, error: { at, length, message } };
}

/** Between bytes, blanks and what programs write there: `50 4b`, `50:4b`, `0x50, 0x4b`. */
const HEX_GROUP = /[^\s:,-]+/g;

function hexPatterns(text: string): readonly Pattern[] | NeedleError {
  const steps: Uint8Array[][] = [];
  for (const { 0: group, index } of text.matchAll(HEX_GROUP)) {
    const digits = group.replace(/^0x/i, '');
    const wrong = digits.search(/[^\da-f]/i);
    if (wrong >= 0) return notHex(digits, wrong, index + group.length - digits.length);
    if (digits.length % 2 === 1 || digits === '')
      return { at: index, length: group.length, message: `${group.slice(0, 40)} is half a byte too few: a byte has two digits.` };
    for (let at = 0; at < digits.length; at += 2) steps.push([Uint8Array.of(Number.parseInt(digits.slice(at, at + 2), 16))]);
  }
  return [{ encoding: 'bytes', length: steps.length, steps }];
}

function notHex(digits: string, wrong: number, from: number): NeedleError {
  const character = String.fromCodePoint(digits.codePointAt(wrong) ?? 0);
  return {
    at: from + wrong,
    length: character.length,
    message: `${character} is no hexadecimal digit: bytes are written as in 50 4b 03 04.`,
  };
}

function textPatterns(text: string, letterCase: 'any' | 'exact'): readonly Pattern[] {
  const characters = Array.from(text, (character) => (letterCase === 'any' ? casesOf(character) : [character]));
  return [patternOf('utf-8', characters, utf8Bytes), patternOf('utf-16le', characters, utf16Bytes)];
}

function patternOf(encoding: Encoding, characters: readonly (readonly string[])[], encode: (text: string) => Uint8Array): Pattern {
  const steps = characters.map((cases) => {
    const [typed = new Uint8Array(), ...others] = cases.map(encode);
    return [typed, ...others.filter(({ length }) => length === typed.length)];
  });
  return { encoding, length: steps.reduce((sum, [typed]) => sum + (typed?.length ?? 0), 0), steps };
}

/** The character first. Where another case is several characters, as of ß, it is none. */
function casesOf(character: string): readonly string[] {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  const cases = new Set([character, lower, upper, upper.toLowerCase(), lower.toUpperCase()]);
  return [...cases].filter((one) => one === character || [...one].length === 1);
}

function utf16Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    bytes[2 * at] = text.charCodeAt(at) & 0xff;
    bytes[2 * at + 1] = text.charCodeAt(at) >> 8;
  }
  return bytes;
}
