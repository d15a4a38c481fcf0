import { PACKET_NAMES } from '../core/bits/packet-name.ts';
import type { Rule, Subject } from '../core/rules/rule.ts';
import { hanging, type Layout } from './layout.ts';

/** A line for each rule, never wrapped, so that `grep` finds whole ones. */
export function ruleList(rules: readonly Rule[]): string {
  const idWidth = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, blames, title }) => `${id.padEnd(idWidth)}  ${severity.padEnd(7)}  ${blames.padEnd(12)}  ${title}`)
    .join('\n');
}

/** All that there is to say about a rule. */
export function ruleText({ id, title, on, why, fix, reality, source, ...rule }: Rule, layout: Layout): string {
  const row = (label: string, text: string) => hanging(`  ${label.padEnd(11)} `, text, layout);
  return [
    layout.heading(`${id}  ${title}`),
    row('Severity', severityText(rule)),
    row('Blames', rule.blames),
    row('Confidence', rule.confidence),
    row('Judges', subjectsText(on, rule.once)),
    row('Why', why),
    row('Fix', fix),
    ...(reality === undefined ? [] : [row('In practice', reality)]),
    row('Source', source),
  ].join('\n');
}

/** As in `note; error in the strict profile`. */
export function severityText({ severity, strict }: Pick<Rule, 'severity' | 'strict'>): string {
  return strict === undefined || strict === severity ? severity : `${severity}; ${strict} in the strict profile`;
}

/** What a rule looks at, and how often it speaks. */
export function subjectsText(on: readonly Subject[], once: Rule['once']): string {
  const subjects = on.map((subject) => {
    if (subject === 'session') return 'a whole session';
    return subject === 'notification' ? 'the notification of the application' : PACKET_NAMES[subject];
  });
  return `${subjects.join(', ')}${once ? '; speaks once in a session' : ''}`;
}
