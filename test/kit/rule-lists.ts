import { describe, expect, it } from 'vitest';
import type { Case, NotificationCase, SessionCase } from '../../proxy/core/rules/case.ts';
import type { Judgement, Rule } from '../../proxy/core/rules/rule.ts';

type Judged = Case | SessionCase | NotificationCase;

/** The two lists of a rule: cases by name that it passes, and those that it flags, with what it must say of them. */
export interface RuleLists {
  readonly passes: Readonly<Record<string, Judged>>;
  readonly flags: Readonly<Record<string, readonly [judged: Judged, expected: Partial<Judgement>]>>;
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
