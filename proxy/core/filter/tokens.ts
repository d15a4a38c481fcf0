/** From text to tokens. What a word means depends on where it stands, so that a term is one token with its parts. */

/** A stretch of the filter's text. `text` is what it says: without quotes and escapes. */
export interface Piece {
  readonly text: string;
  readonly quoted: boolean;
  readonly at: number;
  readonly length: number;
}

export type Operator = ':' | '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Token =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not'; readonly at: number; readonly length: number }
  /** A word or a quoted text that stands alone. */
  | { readonly kind: 'text'; readonly value: Piece; readonly at: number; readonly length: number }
  /** `field:value`, `field >= value`; without a value where there is none. */
  | {
      readonly kind: 'term';
      readonly field: Piece;
      readonly operator: Operator;
      readonly value?: Piece;
      readonly at: number;
      readonly length: number;
    }
  /** A quoted text without an end: always the last. */
  | { readonly kind: 'unclosed'; readonly at: number; readonly length: number };

const BLANKS = /\s+/y;
const MARK = /[()!]|&&|\|\||-(?=[^\s)])/y;
const NAME = /[a-z][a-z0-9_-]*/iy;
/** A comparison may stand among blanks; a colon may not, and may have a comparison behind it. */
const OPERATOR = /:(?:!=|[<>]=?|==?)?|\s*(?:!=|[<>]=?|==?)\s*/y;
const WORD = /(?:(?!&&|\|\|)[^\s()])+/y;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/y;
const KEYWORD = /^(?:and|or|not)$/i;

const MARKS: Readonly<Record<string, 'open' | 'close' | 'and' | 'or' | 'not'>> = {
  '(': 'open',
  ')': 'close',
  '!': 'not',
  '-': 'not',
  '&&': 'and',
  '||': 'or',
  and: 'and',
  or: 'or',
  not: 'not',
};

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = match(BLANKS, text, 0).length;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.at + token.length;
    at += match(BLANKS, text, at).length;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const mark = MARKS[match(MARK, text, at)];
  if (mark) return { kind: mark, at, length: match(MARK, text, at).length };
  return termAt(text, at) ?? standingAlone(text, at);
}

function standingAlone(text: string, at: number): Token {
  const value = pieceAt(text, at);
  if (!value) return { kind: 'unclosed', at, length: text.length - at };
  const { length, quoted } = value;
  const keyword = quoted || !KEYWORD.test(value.text) ? undefined : MARKS[value.text.toLowerCase()];
  return keyword ? { kind: keyword, at, length } : { kind: 'text', value, at, length };
}

function termAt(text: string, at: number): Token | undefined {
  const name = match(NAME, text, at);
  const written = name === '' || KEYWORD.test(name) ? '' : match(OPERATOR, text, at + name.length);
  const operator = operatorOf(written);
  const valueAt = at + name.length + written.length;
  if (!operator || (operator === ':' && text.startsWith('//', valueAt))) return undefined;
  const term = { kind: 'term', field: { text: name, quoted: false, at, length: name.length }, operator, at } as const;
  const value = pieceAt(text, valueAt);
  if (value && !isStrayKeyword(value, written)) return { ...term, value, length: value.at + value.length - at };
  return { ...term, length: name.length + written.trimEnd().length };
}

/** In `status > and …` a value is missing. */
function isStrayKeyword({ quoted, text }: Piece, written: string): boolean {
  return !quoted && KEYWORD.test(text) && written !== written.trimEnd();
}

function operatorOf(written: string): Operator | undefined {
  const bare = written.trim();
  switch (bare.length > 1 && bare.startsWith(':') ? bare.slice(1) : bare) {
    case ':':
      return ':';
    case '=':
    case '==':
      return '=';
    case '!=':
      return '!=';
    case '<':
      return '<';
    case '<=':
      return '<=';
    case '>':
      return '>';
    case '>=':
      return '>=';
    default:
      return undefined;
  }
}

/** A quoted text or a word; none where neither begins, or where a quoted text does not end. */
function pieceAt(text: string, at: number): Piece | undefined {
  const quoted = text[at] === '"';
  const written = match(quoted ? QUOTED : WORD, text, at);
  if (written === '') return undefined;
  return { text: quoted ? withoutEscapes(written.slice(1, -1)) : written, quoted, at, length: written.length };
}

/** A backslash takes the meaning from a quote or a backslash; before anything else it is one. */
function withoutEscapes(written: string): string {
  return written.replace(/\\(["\\])/g, '$1');
}

/** As a filter writes it. */
export function writePiece({ text, quoted }: Piece): string {
  return quoted ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
