import type { FindingTally } from '../../proxy/core/feed.ts';
import type { Blame, Severity } from '../../proxy/core/rules/rule.ts';
import { SEVERITIES, type SessionView } from '../../proxy/core/timeline.ts';

/** What findings are put together by. */
export const GROUPINGS = ['rule', 'severity', 'blame', 'server'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What one rule found in one session. */
export interface FoundCase {
  readonly session: string;
  /** Absent for other traffic. */
  readonly view: SessionView | undefined;
  readonly tally: FindingTally;
}

/** What one rule found in all sessions. */
export interface FoundRule {
  readonly rule: string;
  /** The heaviest. */
  readonly severity: Severity;
  readonly count: number;
  readonly blames: readonly Blame[];
  readonly latest: FoundCase;
  /** In no order: see `latestFirst`. */
  readonly cases: readonly FoundCase[];
  /** How many sessions had it last in each stretch of the time that is looked at, the oldest first. */
  readonly trend: readonly number[];
  readonly isMuted: boolean;
}

export interface FoundGroup {
  /** The severity, the blame or the server that its rules have in common; empty where they are not put together. */
  readonly name: string;
  readonly count: number;
  readonly rules: readonly FoundRule[];
}

export interface FindingsQuestion {
  readonly by: Grouping;
  readonly muted: readonly string[];
  /** Which sessions count; nothing for all, other traffic among them. */
  readonly selects?: ((view: SessionView) => boolean) | undefined;
}

const TREND_STEPS = 24;

/** Everything that was found, put together: by rule, and the rules by what else is asked. */
export function findingsOverview(
  found: ReadonlyMap<string, readonly FindingTally[]>,
  viewOf: (session: string) => SessionView | undefined,
  { by, muted, selects }: FindingsQuestion,
): FoundGroup[] {
  const cases: FoundCase[] = [];
  for (const [session, tallies] of found) {
    const view = viewOf(session);
    if (selects && (!view || !selects(view))) continue;
    for (const tally of tallies) cases.push({ session, view, tally });
  }
  const span = spanOf(cases);
  const groups = grouped(cases, (one) => groupName(one, by));
  return Array.from(groups, ([name, members]) => groupOf(name, members, muted, span)).sort((a, b) => inOrder(a, b, by));
}

function groupName({ view, tally }: FoundCase, by: Grouping): string {
  switch (by) {
    case 'rule':
      return '';
    case 'severity':
      return tally.severity;
    case 'blame':
      return tally.blames;
    case 'server':
      return view?.server ?? '';
  }
}

function grouped<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function groupOf(name: string, cases: readonly FoundCase[], muted: readonly string[], span: Span): FoundGroup {
  const byRule = grouped(cases, ({ tally }) => tally.rule);
  const rules = Array.from(byRule, ([rule, members]) => ruleOf(rule, members, muted.includes(rule), span));
  return { name, count: rules.reduce((sum, rule) => sum + (rule.isMuted ? 0 : rule.count), 0), rules: rules.sort(heavierRule) };
}

function ruleOf(rule: string, cases: readonly FoundCase[], isMuted: boolean, span: Span): FoundRule {
  return {
    ...{ rule, isMuted },
    severity: SEVERITIES.find((severity) => cases.some(({ tally }) => tally.severity === severity)) ?? 'note',
    count: cases.reduce((sum, { tally }) => sum + tally.count, 0),
    blames: [...new Set(cases.map(({ tally }) => tally.blames))],
    latest: cases.reduce((a, b) => (b.tally.latest.at > a.tally.latest.at ? b : a)),
    cases,
    trend: trendOf(cases, span),
  };
}

export function latestFirst(cases: readonly FoundCase[]): readonly FoundCase[] {
  return cases.toSorted((a, b) => b.tally.latest.at - a.tally.latest.at);
}

/** Muted rules last, then the heaviest first, then what happens most. */
function heavierRule(a: FoundRule, b: FoundRule): number {
  if (a.isMuted !== b.isMuted) return a.isMuted ? 1 : -1;
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.count - a.count || (a.rule < b.rule ? -1 : 1);
}

function inOrder(a: FoundGroup, b: FoundGroup, by: Grouping): number {
  if (by === 'severity') return severityRank(a.name) - severityRank(b.name);
  return b.count - a.count || (a.name < b.name ? -1 : 1);
}

const SEVERITY_NAMES: readonly string[] = SEVERITIES;

function severityRank(name: string): number {
  return SEVERITY_NAMES.indexOf(name);
}

function spanOf(cases: readonly FoundCase[]): Span {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { tally } of cases) {
    from = Math.min(from, tally.latest.at);
    to = Math.max(to, tally.latest.at);
  }
  return { from, to };
}

function trendOf(cases: readonly FoundCase[], { from, to }: Span): number[] {
  const trend = Array.from({ length: TREND_STEPS }, () => 0);
  const step = Math.max(1, (to - from) / (TREND_STEPS - 1));
  for (const { tally } of cases) {
    const at = Math.min(TREND_STEPS - 1, Math.floor((tally.latest.at - from) / step));
    trend[at] = (trend[at] ?? 0) + 1;
  }
  return trend;
}
