import type { Field } from '../../proxy/core/filter/field.ts';
import type { FilterSubject } from '../../proxy/core/filter.ts';
import type { Dashboard } from '../state/dashboard.svelte.ts';
import { seenValues } from '../state/seen-values.ts';

/** So many are looked through for what may be suggested. */
const MAX_LOOKED_AT = 20_000;

/** Which values of a field were seen: in sessions, in what was found in them, or in the packets of the watched one. */
export function seenIn(field: Field, { timeline, found }: Dashboard): ReadonlyMap<string, number> {
  const inSessions = seenValues(field, sessions(timeline));
  if (field.of === 'session' || inSessions.size > 0) return inSessions;
  return field.of === 'finding' ? rulesIn(field, found.bySession) : seenValues(field, timeline.watched?.rows ?? []);
}

function* sessions({ sessions: all }: Dashboard['timeline']): Generator<FilterSubject> {
  for (const session of all.slice(0, MAX_LOOKED_AT)) yield { session, findings: [] };
}

/** Sessions that each rule found something in, or that each is blamed for. */
function rulesIn({ name }: Field, bySession: Dashboard['found']['bySession']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (name !== 'rule' && name !== 'blames') return counts;
  for (const tallies of bySession.values()) {
    const values = new Set(tallies.map(({ rule, blames }) => (name === 'rule' ? rule : blames)));
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
