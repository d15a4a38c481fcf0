import type { OTHER_DIFFERENCES } from './ignore-list.ts';

/** Something that differs between two packets, with what both sides have. Absent is what one does not have. */
export interface Difference {
  readonly what: Exclude<(typeof OTHER_DIFFERENCES)[number], 'findings' | 'outcome' | 'packets'> | 'header';
  readonly of: 'request' | 'answer';
  /** Of a header: its name as the first side that has it spells it. */
  readonly name?: string;
  readonly a?: string;
  readonly b?: string;
}

/** Nothing where both are the same. */
export function difference(about: Omit<Difference, 'a' | 'b'>, a: string | undefined, b: string | undefined): Difference[] {
  return a === b ? [] : [{ ...about, ...(a !== undefined && { a }), ...(b !== undefined && { b }) }];
}
