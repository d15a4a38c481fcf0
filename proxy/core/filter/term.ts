import { assertNever } from '../http/assert-never.ts';
import { nearest } from '../nearest.ts';
import type { Matcher, Term } from './clause.ts';
import type { Field, IdField, Reader } from './field.ts';
import { FIELD_NAMES, fieldNamed } from './fields.ts';
import type { FilterError } from './filter-error.ts';
import { readDuration, readNumber, readSize, readStatus } from './read-quantity.ts';
import { readCode, readName, readRank, readText, readWireId, readWord } from './read-text.ts';
import { isRefusal, type Reading, type ReadOperator, type Refusal } from './reading.ts';
import { type Piece, type Token, writePiece } from './tokens.ts';

type TermToken = Extract<Token, { kind: 'term' }>;

/** A field and what is asked of it. */
interface Probe {
  readonly matches: Matcher;
  /** Whether there is anything to ask. */
  readonly present: Matcher;
  readonly words: string;
  readonly sentence?: string;
}

/** `field:value`, made ready to be asked. */
export function readTerm(token: TermToken): Term | FilterError {
  const field = fieldNamed(token.field.text);
  if (!field) return unknownField(token.field);
  const { operator, value } = token;
  if (!OPERATORS[field.type].includes(operator)) return wrongOperator(field, token);
  if (!value) return missingValue(field, token);
  const probe = probeOf(field, operator === '!=' ? '=' : operator, value);
  if ('expected' in probe) return wrongValue(field, value, probe);
  // Without a blank before it, another = would belong to the operator.
  const text = `${field.name}${operator}${!value.quoted && value.text.startsWith('=') ? ' ' : ''}${writePiece(value)}`;
  const { matches, present, words, sentence } = probe;
  const term = { kind: 'term', text, of: field.of } as const;
  if (operator !== '!=') return { ...term, matches, words: sentence ?? `${field.noun} ${words}` };
  return {
    ...term,
    matches: (subject) => present(subject) && !matches(subject),
    words: `${field.noun} is known and ${words.replace(/^is /, 'is not ')}`,
  };
}

const EQUALITY: readonly string[] = [':', '=', '!='];
const COMPARISON: readonly string[] = [...EQUALITY, '<', '<=', '>', '>='];

/** What may stand behind the name of a field. */
const OPERATORS: Readonly<Record<Field['type'], readonly string[]>> = {
  text: EQUALITY,
  name: EQUALITY,
  word: EQUALITY,
  rank: COMPARISON,
  code: EQUALITY,
  status: COMPARISON,
  number: COMPARISON,
  duration: COMPARISON,
  size: COMPARISON,
  id: EQUALITY,
};

function probeOf(field: Field, operator: ReadOperator, value: Piece): Probe | Refusal {
  if (operator === ':' && value.text === '*' && !value.quoted) {
    const present = presenceOf(field);
    return { matches: present, present, words: 'is known' };
  }
  const equality = operator === ':' ? ':' : '=';
  switch (field.type) {
    case 'text':
      return probe(field.some, readText(equality, value));
    case 'name':
      return probe(field.some, readName(value));
    case 'word':
      return probe(field.some, readWord(field, value));
    case 'rank':
      return probe(field.some, readRank(field, operator, value));
    case 'code':
      return probe(field.some, readCode(field, value));
    case 'status':
      return probe(field.some, readStatus(operator, value));
    case 'number':
      return probe(field.some, readNumber(operator, value));
    case 'duration':
      return probe(field.some, readDuration(operator, value));
    case 'size':
      return probe(field.some, readSize(operator, value));
    case 'id':
      return probeId(field, equality, value);
    default:
      return assertNever(field);
  }
}

function probe<T>(some: Reader<T>, reading: Reading<T>): Probe | Refusal {
  if (isRefusal(reading)) return reading;
  const { test, ...said } = reading;
  return { matches: (subject) => some(subject, test), present: (subject) => some(subject, always), ...said };
}

function probeId(field: IdField, operator: ':' | '=', value: Piece): Probe {
  const own = readName(value);
  const wire = readWireId(operator, value);
  return {
    matches: (subject) => field.some(subject, own.test) || field.wire(subject, wire.test),
    present: presenceOf(field),
    words: wire.words,
  };
}

function presenceOf(field: Field): Matcher {
  return field.type === 'id'
    ? (subject) => field.some(subject, always) || field.wire(subject, always)
    : (subject) => field.some(subject, always);
}

const always = () => true;

function unknownField({ text, at, length }: Piece): FilterError {
  const suggestion = nearest(text, FIELD_NAMES, 1)[0];
  return {
    ...{ at, length, message: `There is no field “${text}”; put the whole in quotes to look for it as text.` },
    expected: `one of ${FIELD_NAMES.join(', ')}`,
    ...(suggestion !== undefined && { suggestion }),
  };
}

function wrongOperator({ name, type }: Field, { at, field, length, value }: TermToken): FilterError {
  const operatorAt = at + field.length;
  const end = value ? value.at : at + length;
  return {
    ...{ at: operatorAt, length: end - operatorAt },
    message: `“${name}” has no order.`,
    expected: `${OPERATORS[type].join(' ')} behind ${name}`,
  };
}

function missingValue(field: Field, { at, length }: TermToken): FilterError {
  return { at: at + length, length: 0, message: `A value for “${field.name}” is missing.`, expected: expectedFor(field) };
}

function wrongValue({ name }: Field, { text, at, length }: Piece, { expected, suggestion }: Refusal): FilterError {
  const message = `“${text}” is no value for “${name}”.`;
  return { at, length, message, expected, ...(suggestion !== undefined && { suggestion }) };
}

/** What the field itself says about a value that is none. */
function expectedFor(field: Field): string {
  const refused = probeOf(field, '=', { text: '', quoted: true, at: 0, length: 0 });
  return 'expected' in refused ? refused.expected : `a text right behind it, as in ${field.example}`;
}
