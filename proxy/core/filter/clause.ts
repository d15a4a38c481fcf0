import type { FilterSubject } from './subject.ts';

export type Matcher = (subject: FilterSubject) => boolean;

export interface Term {
  readonly kind: 'term';
  readonly matches: Matcher;
  /** As a part of a sentence. */
  readonly words: string;
  /** As it is written. */
  readonly text: string;
  /** Whether a session alone can have what it asks for. */
  readonly of: 'session' | 'exchange' | 'finding';
}

/** A filter as it was understood. */
export type Clause =
  | Term
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Clause[] }
  | { readonly kind: 'not'; readonly part: Clause };

/** One function for all of a clause, made once. */
export function compile(clause: Clause): Matcher {
  switch (clause.kind) {
    case 'term':
      return clause.matches;
    case 'not': {
      const matches = compile(clause.part);
      return (subject) => !matches(subject);
    }
    case 'and':
      return compileAll(clause.parts.map(compile));
    case 'or':
      return compileAny(clause.parts.map(compile));
  }
}

function compileAll(parts: readonly Matcher[]): Matcher {
  return (subject) => {
    for (const matches of parts) if (!matches(subject)) return false;
    return true;
  };
}

function compileAny(parts: readonly Matcher[]): Matcher {
  return (subject) => {
    for (const matches of parts) if (matches(subject)) return true;
    return false;
  };
}

/** As a sentence, without its end. */
export function explain(clause: Clause): string {
  switch (clause.kind) {
    case 'term':
      return clause.words;
    case 'not':
      return `not (${explain(clause.part)})`;
    case 'and':
    case 'or':
      return clause.parts.map((part) => bracketed(part, explain)).join(`, ${clause.kind} `);
  }
}

/** As a filter that means the same, with every `and` written down. */
export function write(clause: Clause): string {
  switch (clause.kind) {
    case 'term':
      return clause.text;
    case 'not':
      return `not ${bracketed(clause.part, write)}`;
    case 'and':
    case 'or':
      return clause.parts.map((part) => bracketed(part, write)).join(` ${clause.kind} `);
  }
}

function bracketed(clause: Clause, render: (clause: Clause) => string): string {
  return clause.kind === 'and' || clause.kind === 'or' ? `(${render(clause)})` : render(clause);
}

/** From left to right. */
export function termsOf(clause: Clause): readonly Term[] {
  switch (clause.kind) {
    case 'term':
      return [clause];
    case 'not':
      return termsOf(clause.part);
    case 'and':
    case 'or':
      return clause.parts.flatMap(termsOf);
  }
}
