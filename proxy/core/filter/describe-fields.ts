import type { Field } from './field.ts';
import { FIELDS } from './fields.ts';
import { writeWord } from './reading.ts';

const HEADINGS = ['field', 'value', 'what it asks for', 'example'];

/** What a field has, in words. Numbers, durations, sizes and ordered words can be more or less; the rest cannot. */
const VALUES: Readonly<Record<Field['type'], string>> = {
  text: 'text',
  name: 'name',
  word: 'word',
  rank: 'ordered word',
  code: 'code',
  status: 'number',
  number: 'number',
  duration: 'duration',
  size: 'size',
  id: 'id',
};

/** The fields as a Markdown table, for the README. */
export function describeFields(): string {
  return markdownTable([HEADINGS, ...FIELDS.map(cellsOf)]);
}

function cellsOf(field: Field): string[] {
  const { name, aliases = [], type, meaning, example } = field;
  const names = [name, ...aliases].map(code).join(' ');
  return [names, VALUES[type], `${meaning}${allowedOf(field)}`, code(example)];
}

/** All that is allowed, unless another table has it. */
function allowedOf(field: Field): string {
  if ((field.type !== 'word' && field.type !== 'rank') || field.name === 'rule') return '';
  const sentences = field.type === 'word' ? (field.sentences ?? {}) : {};
  return `: ${field.values.map((value) => code(writeWord(value)) + said(sentences[value])).join(', ')}`;
}

function said(sentence: string | undefined): string {
  return sentence === undefined ? '' : ` (${sentence})`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}
