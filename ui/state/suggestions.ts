/** What may come next in a filter that is being typed. */
import type { Field } from '../../proxy/core/filter/field.ts';
import { FIELDS, fieldNamed } from '../../proxy/core/filter/fields.ts';
import { plainWord, writeWord } from '../../proxy/core/filter/reading.ts';
import { type Token, tokenize, writePiece } from '../../proxy/core/filter/tokens.ts';

export interface Suggestion {
  readonly kind: 'saved' | 'recent' | 'field' | 'value';
  /** As it is written. May be text from the wire. */
  readonly label: string;
  readonly detail?: string;
  /** Sessions or rows that have it. */
  readonly count?: number;
  /** The whole filter once it is taken, and where the caret is then. */
  readonly text: string;
  readonly caret: number;
}

export interface SuggestionSources {
  readonly saved: readonly string[];
  readonly recent: readonly string[];
  /** The values of a field that were seen, with how many have them. */
  readonly seen: (field: Field) => ReadonlyMap<string, number>;
  /** What a value means: the title of a rule. */
  readonly meaning: (field: Field, value: string) => string | undefined;
}

/** The stretch that is being typed, and what of it stands for what. */
interface Typed {
  readonly at: number;
  readonly length: number;
  readonly word: string;
  /** A field that is there already, with its operator. */
  readonly field?: Field;
  readonly operator?: string;
}

const MAX_VALUES = 50;
const MAX_WORDS = 8;
/** What is asked for most: first where nothing is typed yet. */
const COMMON: readonly string[] = ['state', 'severity', 'rule', 'file', 'client', 'server', 'status', 'type', 'offset', 'latency', 'agent'];

export function suggest(text: string, caret: number, sources: SuggestionSources): Suggestion[] {
  const typed = typedAt(text, caret);
  if (!typed) return [];
  if (typed.field) return values(text, typed, typed.field, sources);
  const fields = FIELDS.filter(({ name, aliases = [] }) => [name, ...aliases].some((one) => one.startsWith(typed.word.toLowerCase())));
  const sorted = typed.word === '' ? [...fields].sort((a, b) => commonness(a) - commonness(b)) : fields;
  const whole = text.trim() === '' ? wholeFilters(sources) : [];
  return [...whole, ...sorted.map((field) => fieldSuggestion(text, typed, field)), ...wordsOf(text, typed, sources)];
}

function wholeFilters({ saved, recent }: SuggestionSources): Suggestion[] {
  const whole = (kind: 'saved' | 'recent') => (text: string) => ({ kind, label: text, text, caret: text.length });
  return [...saved.map(whole('saved')), ...recent.filter((text) => !saved.includes(text)).map(whole('recent'))];
}

function commonness({ name }: Field): number {
  const index = COMMON.indexOf(name);
  return index < 0 ? COMMON.length : index;
}

function fieldSuggestion(text: string, typed: Typed, field: Field): Suggestion {
  const detail = `${field.meaning.replaceAll('`', '')}, as in ${field.example}`;
  return { kind: 'field', label: `${field.name}:`, detail, ...replaced(text, typed, `${field.name}:`) };
}

/** `lost` may be `state:lost`: what is typed is how one of the words of a value begins. */
function wordsOf(text: string, typed: Typed, { seen, meaning }: SuggestionSources): Suggestion[] {
  const wanted = `-${plainWord(typed.word)}`;
  if (wanted.length < 3) return [];
  const found = FIELDS.flatMap((field) => {
    if (field.type !== 'word' && field.type !== 'rank') return [];
    return field.values.filter((value) => `-${plainWord(value)}`.includes(wanted)).map((value) => ({ field, value }));
  });
  return found.slice(0, MAX_WORDS).map(({ field, value }) => {
    const label = `${field.name}:${writeWord(value)}`;
    const detail = meaning(field, value);
    return { kind: 'value', label, ...(detail && { detail }), ...counted(seen(field).get(value)), ...replaced(text, typed, `${label} `) };
  });
}

function values(text: string, typed: Typed, field: Field, { seen, meaning }: SuggestionSources): Suggestion[] {
  const counts = seen(field);
  const most = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  // Words have an order of their own, and are few; but of 88 rules those that found something come first.
  const known = field.values ?? [];
  const isOrdered = (field.type === 'word' || field.type === 'rank') && field.name !== 'rule';
  const listed = [...new Set(isOrdered ? [...known, ...most] : [...most, ...known])];
  const wanted = plainWord(typed.word);
  const fitting = listed.filter((value) => value !== '' && plainWord(value).includes(wanted));
  return fitting.slice(0, MAX_VALUES).map((value) => {
    const detail = meaning(field, value);
    const term = `${field.name}${typed.operator ?? ':'}${written(field, value)}`;
    return { kind: 'value', label: value, ...(detail && { detail }), ...counted(counts.get(value)), ...replaced(text, typed, `${term} `) };
  });
}

function counted(count: number | undefined): { count?: number } {
  return count === undefined ? {} : { count };
}

function written(field: Field, value: string): string {
  if (field.type === 'word' || field.type === 'rank') return writeWord(value);
  const isPlain = /^[^\s()"*=<>!&|]+$/.test(value) && !/^(and|or|not)$/i.test(value);
  return writePiece({ text: value, quoted: !isPlain, at: 0, length: 0 });
}

function replaced(text: string, { at, length }: Typed, by: string): { text: string; caret: number } {
  const after = text.slice(at + length);
  const joined = by.endsWith(' ') ? after.trimStart() : after;
  return { text: text.slice(0, at) + by + joined, caret: at + by.length };
}

/** Nothing where a text is typed that stands for itself. */
function typedAt(text: string, caret: number): Typed | undefined {
  const tokens = tokenize(text.slice(0, caret));
  const last = tokens.at(-1);
  const nothing = { at: caret, length: 0, word: '' };
  if (!last) return nothing;
  if (last.kind === 'unclosed') return unclosed(text, caret, tokens);
  if (last.at + last.length < caret) return nothing;
  if (last.kind === 'term') return inTerm(last, last.value?.text ?? '', wholeLength(text, last.at, caret));
  if (last.kind === 'text' && !last.value.quoted) return { at: last.at, length: wholeLength(text, last.at, caret), word: last.value.text };
  return last.kind === 'text' ? undefined : nothing;
}

/** `file:"my re`: the quotes are closed when a value is taken. */
function unclosed(text: string, caret: number, tokens: readonly Token[]): Typed | undefined {
  const [term, quote] = tokens.slice(-2);
  const isValue = term?.kind === 'term' && !term.value && quote && term.at + term.length === quote.at;
  if (!isValue) return undefined;
  return inTerm(term, text.slice(quote.at + 1, caret), caret - term.at);
}

function inTerm(term: Extract<Token, { kind: 'term' }>, word: string, length: number): Typed {
  const field = fieldNamed(term.field.text);
  return { at: term.at, length, word, operator: term.operator, ...(field && { field }) };
}

/** How far what is typed reaches, with what stands of it behind the caret. */
function wholeLength(text: string, at: number, caret: number): number {
  const token = tokenize(text).find((one) => one.at === at);
  return Math.max(caret - at, token && token.kind !== 'unclosed' ? token.length : 0);
}
