import type { Clause } from './clause.ts';
import type { FilterError } from './filter-error.ts';
import { freeText } from './free-text.ts';
import { readTerm } from './term.ts';
import { type Token, tokenize } from './tokens.ts';

const TERM = 'a term such as status:416, a text, or (';

/** `not` binds closest, then `and`, which may be left out, then `or`. */
export class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #maxDepth: number;
  #next = 0;
  #depth = 0;
  #error: FilterError | undefined;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#tokens = tokenize(text);
    this.#maxDepth = maxDepth;
  }

  /** Nothing for a text that asks for nothing. */
  parse(): Clause | FilterError | undefined {
    if (this.#tokens.length === 0) return undefined;
    const unclosed = this.#tokens.find(({ kind }) => kind === 'unclosed');
    if (unclosed) return errorAt(unclosed, 'The quotes are not closed.', 'a closing "');
    const clause = this.#or();
    const rest = this.#tokens[this.#next];
    if (!this.#error && rest) this.#fail(rest, 'Nothing was opened that this closes.', 'and, or, or the end');
    return this.#error ?? clause;
  }

  #or(): Clause | undefined {
    return this.#several('or', () => this.#and());
  }

  #and(): Clause | undefined {
    return this.#several('and', () => this.#not());
  }

  #several(kind: 'and' | 'or', parsePart: () => Clause | undefined): Clause | undefined {
    const parts: Clause[] = [];
    do {
      const part = parsePart();
      if (!part) return undefined;
      parts.push(part);
    } while (this.#takes(kind) || (kind === 'and' && this.#termFollows()));
    const [only] = parts;
    return parts.length === 1 ? only : { kind, parts };
  }

  #not(): Clause | undefined {
    const token = this.#tokens[this.#next];
    if (!token) return this.#fail(this.#end(), 'The filter ends too early.', TERM);
    this.#next += 1;
    switch (token.kind) {
      case 'not':
        return this.#deeper(token, () => {
          const part = this.#not();
          return part && { kind: 'not', part };
        });
      case 'open':
        return this.#deeper(token, () => this.#group(token));
      case 'text':
        return freeText(token.value);
      case 'term':
        return this.#accept(readTerm(token));
      default:
        return this.#fail(token, 'A term is missing here.', TERM);
    }
  }

  #group(open: Token): Clause | undefined {
    const clause = this.#or();
    if (!clause || this.#takes('close')) return clause;
    return this.#fail(this.#end(), `The parenthesis at ${open.at + 1} is not closed.`, ')');
  }

  #deeper(token: Token, parse: () => Clause | undefined): Clause | undefined {
    if (this.#depth >= this.#maxDepth)
      return this.#fail(token, `More than ${this.#maxDepth} parentheses and negations within each other.`, 'a simpler filter');
    this.#depth += 1;
    const clause = parse();
    this.#depth -= 1;
    return clause;
  }

  #takes(kind: Token['kind']): boolean {
    if (this.#tokens[this.#next]?.kind !== kind) return false;
    this.#next += 1;
    return true;
  }

  #termFollows(): boolean {
    const kind = this.#tokens[this.#next]?.kind;
    return kind === 'text' || kind === 'term' || kind === 'open' || kind === 'not';
  }

  #end() {
    return { at: this.#text.length, length: 0 };
  }

  #accept(term: Clause | FilterError): Clause | undefined {
    if ('kind' in term) return term;
    this.#error ??= term;
    return undefined;
  }

  #fail(place: { readonly at: number; readonly length: number }, message: string, expected: string): undefined {
    this.#error ??= errorAt(place, message, expected);
  }
}

function errorAt({ at, length }: { readonly at: number; readonly length: number }, message: string, expected: string): FilterError {
  return { at, length, message, expected };
}
