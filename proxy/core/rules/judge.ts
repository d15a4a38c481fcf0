import type { Case, NotificationCase, SessionCase } from './case.ts';
import { RULES, ruleById } from './index.ts';
import { mostTelling } from './precedence.ts';
import { type Answered, answeredOf, type Judgement, type Rule, type Severity, type Subject, subjectOf } from './rule.ts';

/** What a user decides about rules. */
export interface RuleSettings {
  /** `strict` takes the specification by its word, where Windows itself does not. */
  readonly profile?: 'standard' | 'strict';
  /** By rule id, over what the rule itself says. */
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
}

type Drafted<T> = { -readonly [Name in keyof T]: T[Name] };

/** All that the rules say of one exchange, one session or one notification: the most telling of it. */
export function judge(judged: Case | SessionCase | NotificationCase, settings: RuleSettings = {}): readonly Judgement[] {
  const { request, answer } = concerned(subjectOf(judged), answeredOf(judged));
  let found = ask(request, judged, NONE);
  if (answer.length > 0) {
    if (found.length > 0 && 'faults' in judged) (judged as Drafted<Case>).faults = found;
    found = ask(answer, judged, found);
  }
  return found.length === 0 ? found : settled(mostTelling(found), settings);
}

const NONE: readonly Judgement[] = [];

function ask(rules: readonly Rule[], judged: Case | SessionCase | NotificationCase, before: readonly Judgement[]): readonly Judgement[] {
  let found = before;
  for (const rule of rules) {
    const said = rule.judge(judged);
    if (said.length > 0) found = [...found, ...said];
  }
  return found;
}

function settled(found: readonly Judgement[], { profile, severities }: RuleSettings): readonly Judgement[] {
  if (profile !== 'strict' && severities === undefined) return found;
  return found.flatMap((judgement) => {
    const strict = profile === 'strict' ? ruleById(judgement.rule)?.strict : undefined;
    const severity = severities?.get(judgement.rule) ?? strict ?? judgement.severity;
    return severity === 'off' ? [] : [{ ...judgement, severity }];
  });
}

interface Concerned {
  readonly request: readonly Rule[];
  readonly answer: readonly Rule[];
}

const CONCERNED = new Map<string, Concerned>();

/** Most packets give no reason to speak, so that asking has to be cheap: only those are asked that may have something to say. */
function concerned(subject: Subject, answered: Answered): Concerned {
  const key = `${subject} ${answered}`;
  const known = CONCERNED.get(key);
  if (known) return known;
  const rules = RULES.filter((rule) => rule.on.includes(subject) && rule.answered.includes(answered));
  const made = { request: rules.filter(({ about }) => about === 'request'), answer: rules.filter(({ about }) => about === 'answer') };
  CONCERNED.set(key, made);
  return made;
}
