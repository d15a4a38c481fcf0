import type { Rule } from '../core/rules/rule.ts';
import { sourceLinks } from '../core/sources.ts';
import { severityText, subjectsText } from './rules-text.ts';

/** A page of documentation: a table of contents, then a section for each rule whose anchor is its id. */
export function rulesPage(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, severity, blames, title }) => `| [${id}](#${id}) | ${severity} | ${blames} | ${escaped(title)} |`);
  return [
    '# Rules',
    'Severity, blame and confidence are those of a plain case; a finding may differ, and says so.',
    ['| rule | severity | blames | title |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    ...rules.map(ruleSection),
  ].join('\n\n');
}

export function ruleSection({ id, title, on, why, fix, reality, source, ...rule }: Rule): string {
  return [
    `## ${id}`,
    `**${escaped(title)}.**`,
    [
      `- Severity: ${severityText(rule)}`,
      `- Blames: ${rule.blames}`,
      `- Confidence: ${rule.confidence}`,
      `- Judges: ${subjectsText(on, rule.once)}`,
    ].join('\n'),
    `**Why.** ${escaped(why)}`,
    `**Fix.** ${escaped(fix)}`,
    ...(reality === undefined ? [] : [`**In practice.** ${escaped(reality)}`]),
    `**Sources.** ${sourceLinks(source).map(linked).join(', ')}`,
  ].join('\n\n');
}

function linked({ label, url }: { readonly label: string; readonly url?: string }): string {
  return url === undefined ? escaped(label) : `[${escaped(label)}](${url})`;
}

/** What our texts have of the signs that mean something in Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*<>[\]|]/g, '\\$&');
}
