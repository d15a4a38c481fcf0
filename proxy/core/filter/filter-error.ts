/** What is wrong with the text of a filter, and where. */
export interface FilterError {
  /** Zero-based, in UTF-16 units; `length` may be 0 where something is missing. */
  readonly at: number;
  readonly length: number;
  /** A sentence. */
  readonly message: string;
  /** What would have been right in that place: `a status as in 416`. */
  readonly expected: string;
  /** What may have been meant by the text in that place. */
  readonly suggestion?: string;
}

/** An error as three lines for a terminal: what is wrong, the filter, and a caret under the place. */
export function pointAt(text: string, { at, length, message, expected, suggestion }: FilterError): string {
  const hint = suggestion === undefined ? `Expected ${expected}.` : `Did you mean ${suggestion}?`;
  const line = text.replace(/\s/g, ' ');
  return `${message} ${hint}\n  ${line}\n  ${' '.repeat(at)}${'^'.repeat(Math.max(1, length))}`;
}
