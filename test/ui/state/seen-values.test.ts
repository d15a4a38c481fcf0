import { describe, expect, it } from 'vitest';
import { fieldNamed } from '../../../proxy/core/filter/fields.ts';
import { seenValues } from '../../../ui/state/seen-values.ts';
import { row, sessionView } from '../kit.ts';

function seen(field: string, ...sessions: ReturnType<typeof sessionView>[]) {
  const found = fieldNamed(field);
  return (
    found &&
    Object.fromEntries(
      seenValues(
        found,
        sessions.map((session) => ({ session, findings: [] })),
      ),
    )
  );
}

describe('the values of a field that were seen', () => {
  it('are counted', () => {
    expect(
      seen('client', sessionView('s1', { client: 'a' }), sessionView('s2', { client: 'b' }), sessionView('s3', { client: 'a' })),
    ).toEqual({ a: 2, b: 1 });
  });

  it('are all that one subject has', () => {
    expect(seen('state', sessionView('s1', { state: 'CANCEL' }))).toEqual({ CANCEL: 1, cancelled: 1 });
  });

  it('are those of rows, where only they have any', () => {
    const outcome = fieldNamed('outcome');
    expect(outcome && [...seenValues(outcome, [row('x1'), row('x2', { outcome: 'cut-off' })])]).toEqual([
      ['answered', 1],
      ['cut-off', 1],
    ]);
  });

  it('are none of numbers: there are too many', () => {
    expect(seen('total', sessionView('s1', { total: 5n }))).toEqual({});
  });
});
