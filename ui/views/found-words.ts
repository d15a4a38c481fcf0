import type { FindingTally } from '../../proxy/core/feed.ts';
import { ruleById } from '../../proxy/core/rules/index.ts';
import { formatNumberOf } from '../parts/format.ts';
import { heavier } from '../state/found-findings.svelte.ts';

/** What was found in a session, a line for each rule, the heaviest first. */
export function foundWords(tallies: readonly FindingTally[], muted: readonly string[]): string {
  if (tallies.length === 0) return 'Nothing was found.';
  return tallies
    .toSorted(heavier)
    .map(({ rule, severity, count }) => {
      const title = ruleById(rule)?.title ?? rule;
      return `${severity}: ${title}${count > 1 ? ` (${formatNumberOf(count, 'time')})` : ''}${muted.includes(rule) ? ', muted' : ''}`;
    })
    .join('\n');
}

/** The title of the rule that is worst, of those that are not muted. */
export function worstWords(tallies: readonly FindingTally[], muted: readonly string[]): string {
  const [worst] = tallies.filter(({ rule }) => !muted.includes(rule)).sort(heavier);
  return worst ? (ruleById(worst.rule)?.title ?? worst.rule) : '';
}
