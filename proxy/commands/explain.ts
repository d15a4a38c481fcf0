import type { Explanation } from '../core/codes/explanation.ts';
import { CODE_NAMES, explainText } from '../core/codes/read-code.ts';
import { nearest } from '../core/nearest.ts';
import { sourceLinks } from '../core/sources.ts';
import { ProxyError } from '../errors.ts';
import { explanationText } from './explain-text.ts';
import { layoutOf } from './layout.ts';

export interface ExplainCommandOptions {
  readonly codes: readonly string[];
  readonly format: 'text' | 'json';
}

interface Question {
  readonly input: string;
  /** The likeliest first; never empty. */
  readonly readings: readonly Explanation[];
}

/** `bitstap explain CODE…`: what is no code ends it before anything is written. */
export function explainCommand({ codes, format }: ExplainCommandOptions): void {
  const questions = withPrefixes(codes).map(ask);
  process.stdout.write(`${format === 'json' ? JSON.stringify(questions.map(asJson), undefined, 2) : asText(questions)}\n`);
}

/** `HTTP 404` and `context 7` may come as two arguments. */
function withPrefixes(codes: readonly string[]): string[] {
  const joined: string[] = [];
  for (const code of codes) {
    const before = joined.at(-1);
    if (before !== undefined && /^(?:http|status|context|ctx|hresult)$/i.test(before)) joined.splice(-1, 1, `${before} ${code}`);
    else joined.push(code);
  }
  return joined;
}

function ask(input: string): Question {
  const readings = explainText(input);
  if (readings.length === 0) throw new ProxyError('bad-option', unknownCode(input));
  return { input, readings };
}

function unknownCode(input: string): string {
  const names = nearest(input, CODE_NAMES);
  const hint = names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
  return `"${input}" is no code.${hint} Write an HRESULT (0x8020001F, 8020001F, -2145386465, BG_E_SESSION_NOT_FOUND), an HTTP status (404) or an error context (context 7).`;
}

function asText(questions: readonly Question[]): string {
  const layout = layoutOf(process.stdout);
  return questions.map(({ readings }) => explanationText(readings, layout)).join('\n\n');
}

function asJson({ input, readings: [first, ...others] }: Question) {
  return { input, ...(first && linked(first)), or: others.map(({ kind, code, title, names }) => ({ kind, code, title, names })) };
}

function linked({ source, ...explanation }: Explanation) {
  return { ...explanation, sources: sourceLinks(source) };
}
