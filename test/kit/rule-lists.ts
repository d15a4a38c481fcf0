import { describe, expect, it } from 'vitest';
import type { Case, Judgement, Rule } from '../../proxy/core/rules/rule.ts';

/** The two lists of a rule: cases by name that it passes, and those that it flags, with what it must say of them. */
export interface RuleLists {
  readonly passes: Readonly<Record<string, Case>>;
  readonly flags: Readonly<Record<string, readonly [judged: Case, expected: Partial<Judgement>]>>;
}

export function testRule(rule: Rule, { passes, flags }: RuleLists): void {
  describe(rule.id, () => {
    it.each(Object.entries(passes))('passes %s', (_name, judged) => {
      expect(rule.judge(judged)).toEqual([]);
    });

    it.each(Object.entries(flags))('flags %s', (_name, [judged, expected]) => {
      expect(rule.judge(judged)).toEqual([expect.objectContaining({ rule: rule.id, ...expected })]);
    });

    it.each(Object.entries(flags))('says it in a sentence: %s', (_name, [judged]) => {
      for (const { message } of rule.judge(judged)) expect(message).toMatch(/^(?!.*(undefined|NaN|object)).*[A-Z].*\.$/);
    });
  });
}
