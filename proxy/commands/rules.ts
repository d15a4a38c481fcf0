import { RULES } from '../core/rules/index.ts';
import type { Rule } from '../core/rules/rule.ts';
import { sourceLinks } from '../core/sources.ts';
import { layoutOf } from './layout.ts';
import { ruleNamed } from './rule-named.ts';
import { ruleSection, rulesPage } from './rules-markdown.ts';
import { ruleList, ruleText } from './rules-text.ts';

export interface RulesCommandOptions {
  /** All of them where none is named. */
  readonly ids: readonly string[];
  readonly format: 'text' | 'json' | 'markdown';
}

/** `bitstap rules [ID…]`: the catalogue, or the whole text of some. An unknown id ends it before anything is written. */
export function rulesCommand({ ids, format }: RulesCommandOptions): void {
  const rules = ids.map(ruleNamed);
  process.stdout.write(`${rules.length === 0 ? catalogue(format) : chosen(rules, format)}\n`);
}

function catalogue(format: RulesCommandOptions['format']): string {
  if (format === 'json') return asJson(RULES);
  return format === 'markdown' ? rulesPage(RULES) : ruleList(RULES);
}

function chosen(rules: readonly Rule[], format: RulesCommandOptions['format']): string {
  if (format === 'json') return asJson(rules);
  if (format === 'markdown') return rules.map(ruleSection).join('\n\n');
  const layout = layoutOf(process.stdout);
  return rules.map((rule) => ruleText(rule, layout)).join('\n\n');
}

/** Always a list. Names are only ever added. */
function asJson(rules: readonly Rule[]): string {
  return JSON.stringify(rules.map(facts), undefined, 2);
}

function facts({ id, title, severity, strict, blames, confidence, on, once, why, fix, reality, source }: Rule) {
  return { id, title, severity, strict, blames, confidence, on, once, why, fix, reality, sources: sourceLinks(source) };
}
