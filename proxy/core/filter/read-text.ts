import { nearest } from '../nearest.ts';
import type { CodeField, RankField, WordField } from './field.ts';
import { compilePattern } from './pattern.ts';
import { hasWildcard, plainWord, type Question, quote, type Reading, type ReadOperator, sameWord, writeWord } from './reading.ts';
import type { Piece } from './tokens.ts';

/** `:` looks for a part of the text, `=` wants all of it; a word with `*` stands for all of it in either case. */
export function readText(operator: ':' | '=', value: Piece): Question<string> {
  if (hasWildcard(value)) return { test: compilePattern(value, 'whole'), words: `is like ${quote(value.text)}` };
  if (operator === '=') return readName(value);
  return { test: compilePattern(value, 'part'), words: `contains ${quote(value.text)}` };
}

export function readName(value: Piece): Question<string> {
  const words = hasWildcard(value) ? `is like ${quote(value.text)}` : `is ${quote(value.text)}`;
  return { test: compilePattern(value, 'whole'), words };
}

/** Of an id from the wire, the beginning; braces do not count. */
export function readWireId(operator: ':' | '=', value: Piece): Question<string> {
  const { test, words } = readBeginning(operator, { ...value, text: withoutBraces(value.text) });
  return { test: (id) => test(withoutBraces(id)), words };
}

function readBeginning(operator: ':' | '=', value: Piece): Question<string> {
  if (operator === '=' || hasWildcard(value)) return readName(value);
  return { test: compilePattern(value, 'beginning'), words: `is or begins with ${quote(value.text)}` };
}

function withoutBraces(id: string): string {
  return id.slice(id.startsWith('{') ? 1 : 0, id.endsWith('}') ? -1 : id.length);
}

/** One of the words of its field; with `*`, several. Letter case decides where two differ in nothing else. */
export function readWord({ values, sentences }: WordField, value: Piece): Reading<string> {
  const chosen = chosenWords(values, value);
  const [first, ...others] = chosen;
  if (first === undefined) return refuseWord(values, value);
  const sentence = sentences?.[first];
  if (others.length === 0) return { test: (word) => word === first, words: `is ${first}`, ...(sentence !== undefined && { sentence }) };
  return { test: (word) => chosen.includes(word), words: `is one of ${chosen.join(', ')}` };
}

function chosenWords(values: readonly string[], value: Piece): readonly string[] {
  if (hasWildcard(value)) {
    const test = compilePattern({ ...value, text: plainWord(value.text) }, 'whole');
    return values.filter((word) => test(plainWord(word)));
  }
  const word = values.find((candidate) => candidate === value.text) ?? values.find((candidate) => sameWord(candidate, value.text));
  return word === undefined ? [] : [word];
}

/** A word whose field has an order. */
export function readRank({ values }: RankField, operator: ReadOperator, value: Piece): Reading<string> {
  const wanted = values.findIndex((word) => sameWord(word, value.text));
  const word = values[wanted];
  if (word === undefined) return refuseWord(values, value);
  switch (operator) {
    case '<':
      return { test: (found) => values.indexOf(found) < wanted, words: `is below ${word}` };
    case '<=':
      return { test: (found) => values.indexOf(found) <= wanted, words: `is at most ${word}` };
    case '>':
      return { test: (found) => values.indexOf(found) > wanted, words: `is above ${word}` };
    case '>=':
      return { test: (found) => values.indexOf(found) >= wanted, words: `is at least ${word}` };
    default:
      return { test: (found) => found === word, words: `is ${word}` };
  }
}

function refuseWord(values: readonly string[], value: Piece): Reading<string> {
  const written = values.map(writeWord);
  const suggestion = nearest(plainWord(value.text), written, 1)[0];
  return { expected: written.join(', '), ...(suggestion !== undefined && { suggestion }) };
}

export function readCode({ read, format, expected }: CodeField, value: Piece): Reading<number> {
  const wanted = read(value.text);
  if (wanted === undefined) return { expected };
  return { test: (code) => code === wanted, words: `is ${format(wanted)}` };
}
