import type { FilterSubject } from './subject.ts';

/** Whether any of the values that a subject has in a field passes. A subject may have none, or several. */
export type Reader<T> = (subject: FilterSubject, test: (value: T) => boolean) => boolean;

interface FieldFacts {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What has it. A session alone has only what is `of` a session. */
  readonly of: 'session' | 'exchange' | 'finding';
  /** Its name in a sentence: `the status`. */
  readonly noun: string;
  readonly meaning: string;
  /** A whole term. */
  readonly example: string;
  /** What may stand behind the colon: all that is allowed of a `word` or a `rank`, else what to suggest. */
  readonly values?: readonly string[];
}

interface FieldOf<Type extends string, T> extends FieldFacts {
  readonly type: Type;
  readonly some: Reader<T>;
}

/** Any text: `:` looks for a part of it. */
export type TextField = FieldOf<'text', string>;
/** A short text that is compared as a whole. */
export type NameField = FieldOf<'name', string>;
/** One of the `values`, all of which are allowed; `sentences` say what some of them ask for. */
export type WordField = FieldOf<'word', string> & {
  readonly values: readonly string[];
  readonly sentences?: Readonly<Record<string, string>>;
};
/** One of the `values`, the least first. */
export type RankField = FieldOf<'rank', string> & { readonly values: readonly string[] };
/** A number of the protocol that is written in hexadecimal. */
export type CodeField = FieldOf<'code', number> & {
  readonly read: (text: string) => number | undefined;
  /** What `read` takes. */
  readonly expected: string;
  readonly format: (code: number) => string;
};
export type StatusField = FieldOf<'status', number>;
export type NumberField = FieldOf<'number', number>;
/** Milliseconds. */
export type DurationField = FieldOf<'duration', number>;
/** Bytes, or a place in a file. */
export type SizeField = FieldOf<'size', bigint>;
/** Our own ids, compared as a whole, beside ids from the wire, of which the beginning is enough. */
export type IdField = FieldOf<'id', string> & { readonly wire: Reader<string> };

export type Field =
  | TextField
  | NameField
  | WordField
  | RankField
  | CodeField
  | StatusField
  | NumberField
  | DurationField
  | SizeField
  | IdField;

/** A value that may be absent. */
export function passes<T>(value: T | undefined, test: (value: T) => boolean): boolean {
  return value !== undefined && test(value);
}
