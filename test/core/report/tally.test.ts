import { expect, it } from 'vitest';
import { Tally } from '../../../proxy/core/report/tally.ts';
import { findingRecord } from '../../kit/report.ts';

it('counts by rule and severity, the gravest first, known ones apart', () => {
  const session = new Tally();
  session.count(findingRecord({ rule: 'verb-blocked', severity: 'note', fingerprint: 'v', known: true }));
  session.count(findingRecord({ rule: 'fragment-gap', severity: 'error', fingerprint: 'g' }));
  const all = new Tally();
  all.count(findingRecord({ rule: 'fragment-gap', severity: 'error', fingerprint: 'g' }));
  all.addAll(session);
  expect(all.rules).toEqual([
    { rule: 'fragment-gap', severity: 'error', found: 2, known: 0 },
    { rule: 'verb-blocked', severity: 'note', found: 1, known: 1 },
  ]);
  expect(all.sum('found')).toEqual({ error: 2, warning: 0, note: 1 });
  expect(all.sum('known')).toEqual({ error: 0, warning: 0, note: 1 });
  expect([...all.met]).toEqual(['v']);
});
