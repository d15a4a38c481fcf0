import type { FindingTally } from '../../proxy/core/feed.ts';
import type { Severity } from '../../proxy/core/rules/rule.ts';
import { SEVERITIES, type SessionView } from '../../proxy/core/timeline.ts';
import type { Preferences } from './preferences.svelte.ts';

type Found = Readonly<Record<string, readonly FindingTally[]>>;

const NONE: readonly FindingTally[] = [];

/** What was found in each session, by rule. */
export class FoundFindings {
  readonly #preferences: Preferences;
  readonly #bySession = new Map<string, readonly FindingTally[]>();
  /** Moves with each change; what is read depends on it. */
  #version = $state(0);

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
  }

  get bySession(): ReadonlyMap<string, readonly FindingTally[]> {
    void this.#version;
    return this.#bySession;
  }

  in(session: string): readonly FindingTally[] {
    return this.bySession.get(session) ?? NONE;
  }

  /** How much was found in a session that the reader wants to be told of. */
  countsOf({ id, findings }: SessionView): Readonly<Record<Severity, number>> {
    const { mutedRules } = this.#preferences;
    const muted = mutedRules.length === 0 ? NONE : this.in(id).filter(({ rule }) => mutedRules.includes(rule));
    if (muted.length === 0) return findings;
    const of = (severity: Severity) =>
      muted.reduce((left, tally) => (tally.severity === severity ? left - tally.count : left), findings[severity]);
    return { error: Math.max(0, of('error')), warning: Math.max(0, of('warning')), note: Math.max(0, of('note')) };
  }

  take(found: Found): void {
    for (const [session, tallies] of Object.entries(found)) this.#bySession.set(session, tallies);
    this.#version += 1;
  }

  forget(sessions: readonly string[]): void {
    for (const session of sessions) this.#bySession.delete(session);
    if (sessions.length > 0) this.#version += 1;
  }

  clear(): void {
    this.#bySession.clear();
    this.#version += 1;
  }
}

/** The heaviest first. */
export function heavier(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
