import type { Operator, Piece } from './tokens.ts';

/** What a term asks of a value, as a test and as the rest of a sentence: `is at least 500`. */
export interface Question<T> {
  readonly test: (value: T) => boolean;
  readonly words: string;
  /** The whole sentence, where the field’s name would make a bad one. */
  readonly sentence?: string;
}

/** Why a value is none for its field: what was expected instead, and what may have been meant. */
export interface Refusal {
  readonly expected: string;
  readonly suggestion?: string;
}

export type Reading<T> = Question<T> | Refusal;

/** `!=` is read as `=`, and turned round by who asks. */
export type ReadOperator = Exclude<Operator, '!='>;

export function isRefusal<T>(reading: Reading<T>): reading is Refusal {
  return 'expected' in reading;
}

/** A word as a value of the protocol may be written: in any case, with `-` for a blank or `_`. */
export function sameWord(a: string, b: string): boolean {
  return plainWord(a) === plainWord(b);
}

export function plainWord(text: string): string {
  return text.toLowerCase().replace(/[ _]/g, '-');
}

export function hasWildcard({ text, quoted }: Piece): boolean {
  return !quoted && text.includes('*');
}

/** A word of the protocol as it is written without quotes. */
export function writeWord(word: string): string {
  return word.replaceAll(' ', '-');
}

/** A value within a sentence. */
export function quote(text: string): string {
  return `“${text}”`;
}
