/** Filters that are put together by pressing buttons: terms of a text are found, added and taken away as they are written. */
import { type Token, tokenize } from '../../proxy/core/filter/tokens.ts';

type TermToken = Extract<Token, { readonly kind: 'term' }>;

/** Whether the filter, as a whole, asks for exactly this: `field:value` beside others that must be true too. */
export function hasTerm(text: string, field: string, value: string): boolean {
  return topTerms(text).some((term) => isTerm(term, field) && term.value?.text === value);
}

/** The filter with this term, in the place of another of the same field. */
export function withTerm(text: string, field: string, value: string): string {
  const others = withoutField(text, field);
  const term = `${field}:${value}`;
  if (others === '') return term;
  return isConjunction(others) ? `${others} ${term}` : `(${others}) ${term}`;
}

/** The filter without what it asks of this field as a whole. */
export function withoutField(text: string, field: string): string {
  let left = text;
  for (const { at, length } of topTerms(text)
    .filter((term) => isTerm(term, field))
    .reverse()) {
    const before = left.slice(0, at).replace(/(^|\s)(and|&&)\s*$/i, '$1');
    const after = left.slice(at + length);
    left =
      before.trim() === '' ? after.replace(/^\s*(and|&&)\s/i, '') : `${before.trimEnd()}${after === '' ? '' : ` ${after.trimStart()}`}`;
  }
  return unwrapped(left.trim());
}

function isTerm({ field, operator }: TermToken, name: string): boolean {
  return field.text.toLowerCase() === name && operator === ':';
}

/** Terms that must be true for the whole: in no parentheses, after no `not`, beside no `or`. */
function topTerms(text: string): TermToken[] {
  const tokens = tokenize(text);
  if (!isConjunction(text)) return [];
  let depth = 0;
  return tokens.filter((token, index): token is TermToken => {
    if (token.kind === 'open') depth += 1;
    if (token.kind === 'close') depth -= 1;
    return token.kind === 'term' && depth === 0 && tokens[index - 1]?.kind !== 'not';
  });
}

function isConjunction(text: string): boolean {
  let depth = 0;
  for (const { kind } of tokenize(text)) {
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    if (kind === 'or' && depth === 0) return false;
  }
  return true;
}

/** `(a or b)` alone needs no parentheses. */
function unwrapped(text: string): string {
  const tokens = tokenize(text);
  if (tokens[0]?.kind !== 'open' || tokens.at(-1)?.kind !== 'close') return text;
  let depth = 0;
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    if (depth === 0 && index < tokens.length - 1) return text;
  }
  return text.slice(1, -1).trim();
}
