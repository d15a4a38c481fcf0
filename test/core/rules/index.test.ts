import { describe, expect, it } from 'vitest';
import { RULES, ruleById } from '../../../proxy/core/rules/index.ts';

describe('the catalogue', () => {
  it('is in alphabetical order, each id once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))('has texts for %s', (_id, { source, title, why, fix }) => {
    expect(source).toMatch(/\[(BUP|DOC) .+\]/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    for (const text of [why, fix]) expect(text).toMatch(/^[A-Z].*\.$/);
  });

  it('knows its rules by id, and no others', () => {
    expect(ruleById('fragment-gap')?.title).toBe('Fragment leaves a gap');
    expect(ruleById('toString')).toBeUndefined();
  });
});
