import type { FindingTally } from '../../proxy/core/feed.ts';
import type { Severity } from '../../proxy/core/rules/rule.ts';
import { SEVERITIES, type SessionView } from '../../proxy/core/timeline.ts';
import type { Clock } from './clock.ts';
import type { Preferences } from './preferences.svelte.ts';

type Found = Readonly<Record<string, readonly FindingTally[]>>;

/** An overview of everything is made anew at most this often, ms. */
const OVERVIEW_MS = 1_000;

const NONE: readonly FindingTally[] = [];

/** What was found in each session, by rule. */
export class FoundFindings {
  readonly #preferences: Preferences;
  readonly #bySession = new Map<string, readonly FindingTally[]>();
  readonly #clock: Clock;
  /** Moves with each change; what is read of one session depends on it. */
  #version = $state(0);
  /** Follows it, but not at every step. */
  #overviewVersion = $state(0);
  #isResting = false;

  constructor(preferences: Preferences, clock: Clock) {
    this.#preferences = preferences;
    this.#clock = clock;
  }

  /** Of all sessions; may be a second late. */
  get bySession(): ReadonlyMap<string, readonly FindingTally[]> {
    void this.#overviewVersion;
    return this.#bySession;
  }

  in(session: string): readonly FindingTally[] {
    void this.#version;
    return this.#bySession.get(session) ?? NONE;
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
    this.#move();
  }

  forget(sessions: readonly string[]): void {
    for (const session of sessions) this.#bySession.delete(session);
    if (sessions.length > 0) this.#move();
  }

  clear(): void {
    this.#bySession.clear();
    this.#move();
  }

  #move(): void {
    this.#version += 1;
    this.#showOverview();
  }

  #showOverview(): void {
    if (this.#isResting || this.#overviewVersion === this.#version) return;
    this.#overviewVersion = this.#version;
    this.#isResting = true;
    this.#clock.after(OVERVIEW_MS, () => {
      this.#isResting = false;
      this.#showOverview();
    });
  }
}

/** The heaviest first. */
export function heavier(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
