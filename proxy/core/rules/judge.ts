import type { Case } from './case.ts';
import { RULES, ruleById } from './index.ts';
import { mostTelling } from './precedence.ts';
import {
  type Answered,
  type AnyCase,
  answeredOf,
  type Inspection,
  type Judgement,
  type Rule,
  type Severity,
  type Subject,
  subjectOf,
} from './rule.ts';

/** What a user decides about rules. */
export interface RuleSettings {
  /** `strict` takes the specification by its word, where Windows itself does not. */
  readonly profile?: 'standard' | 'strict';
  /** By rule id, over what the rule itself says. */
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
}

type Drafted<T> = { -readonly [Name in keyof T]: T[Name] };

/** All that the rules say of one exchange, one session or one notification: the most telling of it. */
export function judge(judged: AnyCase, settings: RuleSettings = {}): readonly Judgement[] {
  const { request, answer } = CONCERNED[subjectOf(judged)][answeredOf(judged)];
  let found = ask(request, judged, NONE);
  if (found.length > 0 && 'faults' in judged) (judged as Drafted<Case>).faults = found;
  found = ask(answer, judged, found);
  return found.length === 0 ? found : settled(mostTelling(found), settings);
}

const NONE: readonly Judgement[] = [];

function ask(inspections: readonly Inspection[], judged: AnyCase, before: readonly Judgement[]): readonly Judgement[] {
  let found = before;
  for (const inspect of inspections) {
    const said = inspect(judged);
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
  readonly request: readonly Inspection[];
  readonly answer: readonly Inspection[];
}

/** Most packets give no reason to speak, so that asking has to be cheap: only those are asked that may have something to say. */
const CONCERNED: Readonly<Record<Subject, Readonly<Record<Answered, Concerned>>>> = {
  ping: concerning('ping'),
  'create-session': concerning('create-session'),
  fragment: concerning('fragment'),
  'close-session': concerning('close-session'),
  'cancel-session': concerning('cancel-session'),
  malformed: concerning('malformed'),
  session: concerning('session'),
  notification: concerning('notification'),
};

function concerning(subject: Subject): Record<Answered, Concerned> {
  const rules = RULES.filter(({ on }) => on.includes(subject));
  return {
    accepted: byWhom(rules, 'accepted'),
    refused: byWhom(rules, 'refused'),
    challenged: byWhom(rules, 'challenged'),
    unanswered: byWhom(rules, 'unanswered'),
  };
}

function byWhom(rules: readonly Rule[], how: Answered): Concerned {
  const concerned = rules.filter(({ answered }) => answered.includes(how));
  const inspections = (about: Rule['about']) => concerned.filter((rule) => rule.about === about).map(({ inspect }) => inspect);
  return { request: inspections('request'), answer: inspections('answer') };
}
