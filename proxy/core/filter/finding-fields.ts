import { RULES } from '../rules/index.ts';
import type { Blame, Confidence, Finding } from '../rules/rule.ts';
import { SEVERITIES } from '../timeline.ts';
import type { Field } from './field.ts';
import { errorOf, type FilterSubject, isRow } from './subject.ts';

const BLAMES = Object.keys({ client: true, server: true, intermediary: true, unknown: true } satisfies Record<Blame, true>);
/** The least first. */
const CONFIDENCES = ['guess', 'likely', 'certain'] as const satisfies readonly Confidence[];

/** What a finding has: a subject passes if any of its findings does. */
export const FINDING_FIELDS: readonly Field[] = [
  {
    type: 'word',
    ...{ name: 'rule', of: 'finding', example: 'rule:fragment-gap', noun: 'the rule of a finding' },
    meaning: 'the rule that found something',
    values: RULES.map(({ id }) => id),
    some: ({ findings }, test) => findings.some(({ rule }) => test(rule)),
  },
  {
    type: 'rank',
    ...{ name: 'severity', of: 'finding', example: 'severity>=warning', noun: 'the severity of a finding' },
    meaning: 'how bad it is; of a session alone, of anything that was found in it',
    values: SEVERITIES.toReversed(),
    some: severities,
  },
  {
    type: 'rank',
    ...{ name: 'confidence', of: 'finding', example: 'confidence:certain', noun: 'the confidence of a finding' },
    meaning: 'how sure it is',
    values: CONFIDENCES,
    some: ({ findings }, test) => findings.some(({ confidence }) => test(confidence)),
  },
  {
    type: 'word',
    ...{ name: 'blames', of: 'finding', example: 'blames:server', noun: 'whom a finding blames' },
    meaning: 'whose fault it is',
    values: BLAMES,
    some: ({ findings }, test) => findings.some(({ blames }) => test(blames)),
  },
  {
    type: 'text',
    ...{ name: 'finding', of: 'finding', example: 'finding:"closed with"', noun: 'the message of a finding' },
    meaning: 'what a finding says',
    some: ({ findings }, test) => findings.some(({ message }) => test(message)),
  },
];

/** What is either there or not. */
export const HAS: Field = {
  type: 'word',
  ...{ name: 'has', of: 'exchange', example: 'has:reply', noun: 'what is there' },
  meaning: 'what is either there or not',
  values: ['answer', 'error', 'finding', 'session', 'reply', 'rewrite'],
  sentences: {
    answer: 'an answer came',
    error: 'the answer has a BITS error',
    finding: 'something was found',
    session: 'it belongs to a session',
    reply: 'the server named a reply for the session',
    rewrite: 'the tap changed something on the way',
  },
  some: (subject, test) =>
    (subject.session !== undefined && test('session')) ||
    (subject.session?.reply !== undefined && test('reply')) ||
    (hasFinding(subject) && test('finding')) ||
    (subject.exchange?.response !== undefined && test('answer')) ||
    (errorOf(subject) !== undefined && test('error')) ||
    ((subject.exchange?.rewrites.length ?? 0) > 0 && test('rewrite')),
};

function severities(subject: FilterSubject, test: (severity: Finding['severity']) => boolean): boolean {
  const { findings, session } = subject;
  if (findings.length > 0 || isRow(subject)) return findings.some(({ severity }) => test(severity));
  return session !== undefined && SEVERITIES.some((severity) => session.findings[severity] > 0 && test(severity));
}

function hasFinding(subject: FilterSubject): boolean {
  return severities(subject, () => true);
}
