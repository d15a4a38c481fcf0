import { nearest } from '../core/nearest.ts';
import { RULES, ruleById } from '../core/rules/index.ts';
import type { Rule } from '../core/rules/rule.ts';
import { ProxyError } from '../errors.ts';

/** The rule with this id. Throws ProxyError for an unknown one, with the ids that may have been meant. */
export function ruleNamed(id: string): Rule {
  const rule = ruleById(id);
  if (rule) return rule;
  const ids = RULES.map((known) => known.id);
  const near = nearest(id, ids);
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  throw new ProxyError('bad-option', `There is no rule "${id}".${hint} "bitstap rules" lists them all.`);
}
