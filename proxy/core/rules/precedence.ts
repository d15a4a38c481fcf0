/** One cause, one finding: the most telling rule speaks, those that only see its effects stay silent. */
import type { Judgement } from './rule.ts';

/** Who silences: a rule, or any error-level finding against the client, because a request at fault explains its refusal. */
type Silencer = { readonly rule: string } | { readonly any: 'error in the request' };

export interface PrecedenceRow {
  readonly speaks: Silencer;
  readonly silences: readonly string[];
}

/** On one exchange, whatever speaks in a row silences the rules beside it. Rows count from the top: who is silenced silences nobody. */
// biome-ignore format: a table
export const PRECEDENCE: readonly PrecedenceRow[] = [
  // The end of a session: what comes after it has no order to break, and a repeat repeats the faults of the first.
  { speaks: { rule: 'packet-after-close' },              silences: ['premature-close-session', 'reply-not-downloaded-before-close'] },
  { speaks: { rule: 'packet-after-close' },              silences: ['fragment-ignores-server-offset', 'fragment-gap', 'fragment-overlap'] },
  { speaks: { rule: 'session-id-unknown' },              silences: ['premature-close-session'] },
  { speaks: { rule: 'session-not-found-not-signalled' }, silences: ['premature-close-session'] },
  // Offsets: what the server asked for in so many words comes first.
  { speaks: { rule: 'fragment-ignores-server-offset' },  silences: ['fragment-gap', 'fragment-overlap'] },
  // Refusals: a request at fault, then a refusal by somebody who does not speak BITS.
  { speaks: { any: 'error in the request' },             silences: ['verb-blocked'] },
  { speaks: { rule: 'verb-blocked' },                    silences: ['session-id-unknown', 'session-not-found-not-signalled', 'incomplete-close-accepted'] },
  { speaks: { rule: 'verb-blocked' },                    silences: ['fragment-gap', 'fragment-overlap'] },
];

/** What is left of the judgements on one exchange. */
export function mostTelling(found: readonly Judgement[]): readonly Judgement[] {
  return PRECEDENCE.reduce((left, row) => quieten(left, row), found);
}

function quieten(found: readonly Judgement[], { speaks, silences }: PrecedenceRow): readonly Judgement[] {
  const spoken = found.some((judgement) => isBy(judgement, speaks));
  return spoken ? found.filter(({ rule }) => !silences.includes(rule)) : found;
}

function isBy({ rule, severity, blames }: Judgement, silencer: Silencer): boolean {
  return 'rule' in silencer ? rule === silencer.rule : severity === 'error' && blames === 'client';
}
