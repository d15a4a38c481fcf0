import type { Severity } from '../rules/rule.ts';
import { SEVERITIES } from '../timeline.ts';
import type { CheckReport, FailOn } from './check-report.ts';

/** How many findings make the check fail: those that are not known, from the severity of `failOn` on. */
export function failing({ settings: { failOn }, summary }: Pick<CheckReport, 'settings' | 'summary'>): number {
  return SEVERITIES.filter((severity) => isGrave(severity, failOn)).reduce(
    (sum, severity) => sum + summary[severity] - summary.known[severity],
    0,
  );
}

/** Whether a new finding of this severity makes the check fail. */
export function isGrave(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
