import { bytes, grouped } from '../../core/rules/number.ts';
import { remainingKinds } from '../../core/share/remaining-kinds.ts';
import type { Counted, Listed, SharedRemains } from '../../core/share/shared-copy.ts';
import { numberOf } from '../../core/verdicts/words.ts';

/** So many names of each kind are said; how many there are is said too. */
const SAID = 12;

/** What was taken out of a copy, and what is left in it: a sentence each, for a terminal. */
export function remainsWords(remains: SharedRemains): string[] {
  const { sessions, exchanges, redacted, covered, marks } = remains;
  return [
    `the copy has ${numberOf(sessions, 'session')}, ${numberOf(exchanges, 'exchange')}.`,
    redacted ? `taken out: ${covered.length === 0 ? 'no credentials were found' : counted(covered)}.` : 'credentials are left in.',
    ...remainingKinds(remains).map(({ one, many, list }) => listed(numberOf(list.all, one, many), list)),
    bodiesWords(remains),
    ...(marks > 0 ? [`left in it: ${numberOf(marks, 'mark')}, with what was written on ${marks === 1 ? 'it' : 'them'}.`] : []),
  ];
}

function bodiesWords({ bodies: { limit, messages, bytes: all, kept } }: SharedRemains): string {
  if (messages === 0) return 'left in it: no bodies, because there are none.';
  if (limit === 0) return `left out: all ${numberOf(messages, 'body', 'bodies')}, ${bytes(all)}.`;
  return `left in it: the first ${bytes(limit)} of each body, as they were sent: ${grouped(kept)} of ${bytes(all)} at most.`;
}

function listed(what: string, { all, shown }: Listed): string {
  const names = shown.slice(0, SAID).map(({ name }) => name);
  const more = all > names.length ? `, and ${grouped(all - names.length)} more` : '';
  return `left in it: ${what}${all > 0 ? `: ${names.join(', ')}${more}` : ''}.`;
}

function counted(list: readonly Counted[]): string {
  return list.map(({ name, count: times }) => `${name} (${grouped(times)})`).join(', ');
}
