import { InvalidArgumentError, Option } from 'commander';
import type { RuleSettings } from '../core/rules/judge.ts';
import type { Severity } from '../core/rules/rule.ts';
import { SEVERITIES } from '../core/timeline.ts';
import { ruleNamed } from './rule-named.ts';

type Level = Severity | 'off';
type Levels = ReadonlyMap<string, Level>;

/** What the options below give to whoever is called. */
export interface RuleFlags {
  readonly rule: Levels;
  readonly profile: 'standard' | 'strict';
}

const LEVELS: readonly Level[] = ['off', ...[...SEVERITIES].reverse()];

/** `--rule` and `--profile`: what a user decides about rules, for every command that judges traffic. */
export function ruleOptions(): Option[] {
  return [
    new Option('--rule <id=severity>', `give a rule another severity, or turn it off: ${LEVELS.join(', ')}; may be repeated`)
      .argParser(withRule)
      .default(new Map(), 'none'),
    new Option('--profile <profile>', 'strict takes the specification by its word, where Windows itself does not')
      .choices(['standard', 'strict'])
      .default('standard'),
  ];
}

/** What was said last of a rule counts. */
function withRule(text: string, before: Levels): Levels {
  const [, id = '', wanted] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  const level = LEVELS.find((known) => known === wanted);
  if (id === '' || level === undefined) {
    throw new InvalidArgumentError(`Write it as ID=SEVERITY, as in fragment-gap=warning; severities are ${LEVELS.join(', ')}.`);
  }
  return new Map([...before, [ruleNamed(id).id, level]]);
}

export function ruleSettings({ rule, profile }: RuleFlags): RuleSettings {
  return { profile, ...(rule.size > 0 && { severities: rule }) };
}
