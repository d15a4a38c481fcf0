import { parseByteSize } from '../byte-size.ts';
import type { Question, Reading, ReadOperator } from './reading.ts';
import type { Piece } from './tokens.ts';

/** A kind of numbers: how one is written, and how several are written at once. */
interface Quantity<T> {
  readonly parse: (text: string) => T | undefined;
  /** Both ends inclusive. */
  readonly parseSpan?: (text: string) => readonly [T, T] | undefined;
  readonly format: (value: T) => string;
  readonly expected: string;
}

const NUMBER: Quantity<number> = { parse: parseNumber, format: String, expected: 'a whole number, or a range as in 10..20' };

const STATUS: Quantity<number> = {
  ...NUMBER,
  parseSpan: statusClass,
  expected: 'a status as in 416, a class as in 4xx, or a range as in 400..499',
};

const SIZE: Quantity<bigint> = {
  parse: parseByteSize,
  format: (bytes) => `${group(bytes)} ${bytes === 1n ? 'byte' : 'bytes'}`,
  expected: 'a size as in 500, 64kb or 4mb, or a range as in 1mb..2mb',
};

const DURATION: Quantity<number> = {
  parse: parseDuration,
  format: (ms) => `${ms} ms`,
  expected: 'a duration as in 250ms, 2s, 1.5m or 1h, or a range as in 1s..5s',
};

export const readNumber = (operator: ReadOperator, value: Piece): Reading<number> => readQuantity(NUMBER, operator, value);
export const readStatus = (operator: ReadOperator, value: Piece): Reading<number> => readQuantity(STATUS, operator, value);
export const readSize = (operator: ReadOperator, value: Piece): Reading<bigint> => readQuantity(SIZE, operator, value);
export const readDuration = (operator: ReadOperator, value: Piece): Reading<number> => readQuantity(DURATION, operator, value);

function readQuantity<T extends number | bigint>(quantity: Quantity<T>, operator: ReadOperator, { text }: Piece): Reading<T> {
  const equal = operator === ':' || operator === '=';
  const wanted = quantity.parse(text);
  if (wanted !== undefined) return compare(operator, wanted, quantity.format(wanted));
  return (equal ? (readSpan(quantity, text) ?? readRange(quantity, text)) : undefined) ?? { expected: quantity.expected };
}

function compare<T extends number | bigint>(operator: ReadOperator, wanted: T, written: string): Question<T> {
  switch (operator) {
    case '<':
      return { test: (value) => value < wanted, words: `is below ${written}` };
    case '<=':
      return { test: (value) => value <= wanted, words: `is at most ${written}` };
    case '>':
      return { test: (value) => value > wanted, words: `is above ${written}` };
    case '>=':
      return { test: (value) => value >= wanted, words: `is at least ${written}` };
    default:
      return { test: (value) => value === wanted, words: `is ${written}` };
  }
}

function readSpan<T extends number | bigint>({ parseSpan, format }: Quantity<T>, text: string): Question<T> | undefined {
  const [low, high] = parseSpan?.(text) ?? [];
  return low === undefined || high === undefined ? undefined : between(low, high, format);
}

/** `10..20`, both ends inclusive; one of them may be left out. */
function readRange<T extends number | bigint>({ parse, format }: Quantity<T>, text: string): Question<T> | undefined {
  const dots = text.indexOf('..');
  if (dots < 0) return undefined;
  const [lowText, highText] = [text.slice(0, dots), text.slice(dots + 2)];
  const [low, high] = [parse(lowText), parse(highText)];
  if (low !== undefined && high !== undefined) return between(low, high, format);
  if (low !== undefined && highText === '') return compare('>=', low, format(low));
  if (high !== undefined && lowText === '') return compare('<=', high, format(high));
  return undefined;
}

function between<T extends number | bigint>(low: T, high: T, format: (value: T) => string): Question<T> {
  return { test: (value) => value >= low && value <= high, words: `is from ${format(low)} to ${format(high)}` };
}

function parseNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function statusClass(text: string): readonly [number, number] | undefined {
  const hundreds = Number(/^([1-9])xx$/i.exec(text)?.[1]) * 100;
  return Number.isNaN(hundreds) ? undefined : [hundreds, hundreds + 99];
}

const MILLISECONDS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** In milliseconds, which is also what a bare number means. */
function parseDuration(text: string): number | undefined {
  const match = /^(-?\d{1,12}(?:\.\d{1,6})?)(ms|s|m|min|h)?$/i.exec(text);
  const unit = MILLISECONDS[match?.[2]?.toLowerCase() ?? ''];
  return match && unit !== undefined ? Number(match[1]) * unit : undefined;
}

/** `4,194,304` */
function group(value: bigint): string {
  return value.toString().replace(/\B(?=(?:\d{3})+$)/g, ',');
}
