import type { Finding, Severity } from '../../proxy/core/rules/rule.ts';
import type { TimelineEvent } from '../../proxy/core/timeline.ts';
import type { Change } from './change-conversation.ts';

/** A clean conversation in which one thing is changed, and the rule that must say so. */
export interface Mutation {
  readonly rule: string;
  /** Of the gravest finding of the rule. */
  readonly severity: Severity;
  /** The sample that is changed. */
  readonly from: string;
  readonly change: Change;
  /** What is changed, where the rule's id does not say it. */
  readonly how?: string;
  /** Rules that speak of what follows from the change, and why they must. */
  readonly consequences?: Readonly<Record<string, string>>;
}

/** What was found, each finding once, as it stood when it was told last. */
export function findingsOf(events: readonly TimelineEvent[]): Finding[] {
  return [...new Map(events.flatMap((event) => (event.type === 'finding' ? [[event.finding.id, event.finding] as const] : []))).values()];
}

/** The findings that a conversation has and the clean one has not, in rule, severity and blame. */
export function newFindings(clean: readonly Finding[], changed: readonly Finding[]): Finding[] {
  const known = clean.map(kindOf);
  return changed.filter((finding) => {
    const index = known.indexOf(kindOf(finding));
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

const kindOf = ({ rule, severity, blames }: Finding) => `${severity} ${rule} (${blames})`;

const GRAVITY: readonly Severity[] = ['note', 'warning', 'error'];

/** The gravest of a rule's findings; nothing where it is silent. */
export function gravest(findings: readonly Finding[], rule: string): Severity | undefined {
  const severities = findings.filter((finding) => finding.rule === rule).map(({ severity }) => severity);
  return severities.sort((a, b) => GRAVITY.indexOf(b) - GRAVITY.indexOf(a))[0];
}
