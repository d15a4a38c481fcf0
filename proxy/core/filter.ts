/** The filter language: one for `--filter`, for `--events`, and for the page. README, "Filters", says it in full. */
import { type Clause, compile, explain, type Matcher, termsOf, write } from './filter/clause.ts';
import type { FilterError } from './filter/filter-error.ts';
import { Parser } from './filter/parser.ts';
import type { FilterSubject } from './filter/subject.ts';
import type { SessionView } from './timeline.ts';

export type { FilterError, FilterSubject };

export interface FilterOptions {
  /** Characters of the text. Default 2000. */
  readonly maxLength?: number;
  /** Parentheses and negations within each other. Default 50. */
  readonly maxDepth?: number;
}

const DEFAULT_MAX_LENGTH = 2_000;
const DEFAULT_MAX_DEPTH = 50;

export interface Filter {
  /** Whether a row, or a session alone, is selected. */
  readonly matches: (subject: FilterSubject) => boolean;
  /** Whether it selects everything. */
  readonly isEmpty: boolean;
  /** Whether it asks for what only exchanges have: a session is then selected by its rows, not alone. */
  readonly needsRows: boolean;
  /** What it sees of a session: while that stays the same, a row of it that does not change is judged as before. */
  seenOf(session: SessionView): string;
  /** What it selects, in words: `exchanges where the status is 416`. */
  explain(): string;
  /** A filter that means the same, with every `and` written down; of an empty one the empty text. */
  toString(): string;
}

export type FilterResult = { readonly ok: true; readonly filter: Filter } | { readonly ok: false; readonly error: FilterError };

/** Never throws: a text that is no filter gives the place and what was expected there. An empty one selects everything. */
export function parseFilter(text: string, options: FilterOptions = {}): FilterResult {
  const { maxLength = DEFAULT_MAX_LENGTH, maxDepth = DEFAULT_MAX_DEPTH } = options;
  if (text.length > maxLength) return { ok: false, error: tooLong(text, maxLength) };
  const clause = new Parser(text, maxDepth).parse();
  if (!clause) return { ok: true, filter: EVERYTHING };
  return 'kind' in clause ? { ok: true, filter: filterOf(clause) } : { ok: false, error: clause };
}

const EVERYTHING: Filter = {
  matches: () => true,
  isEmpty: true,
  needsRows: false,
  seenOf: () => '',
  explain: () => 'everything',
  toString: () => '',
};

function filterOf(clause: Clause): Filter {
  const matches: Matcher = compile(clause);
  const terms = termsOf(clause);
  const needsRows = terms.some(({ of }) => of !== 'session');
  return {
    ...{ matches, needsRows, isEmpty: false },
    seenOf: (session) => terms.map((term) => (term.matches({ session, findings: [] }) ? '1' : '0')).join(''),
    explain: () => `${needsRows ? 'exchanges' : 'sessions'} where ${explain(clause)}`,
    toString: () => write(clause),
  };
}

function tooLong(text: string, maxLength: number): FilterError {
  return {
    ...{ at: maxLength, length: text.length - maxLength },
    message: `The filter has ${text.length} characters.`,
    expected: `at most ${maxLength} characters`,
  };
}
