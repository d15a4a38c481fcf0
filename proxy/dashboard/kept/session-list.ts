import type { Totals } from '../../core/feed.ts';
import { type SessionView, standing } from '../../core/timeline.ts';
import type { EventOf } from './kept-row.ts';
import { lowered } from './lowered.ts';

interface Listed {
  readonly view: SessionView;
  readonly changed: number;
  readonly active: boolean;
}

export interface ListChange {
  readonly changed: readonly SessionView[];
  readonly removed: readonly string[];
  /** The list is told up to this event. */
  readonly upTo: number;
}

type SessionTotals = Pick<Totals, 'sessions' | 'active' | 'findings'>;

/** How many ids of sessions that are no longer kept are remembered, so that a page that comes back can forget them too. */
const REMEMBERED_REMOVALS = 10_000;

/**
 * All sessions in their latest state. The analyzer evicts sessions itself; the limit here only makes sure, and must not
 * be smaller than the analyzer's.
 */
export class SessionList {
  readonly #limit: number;
  /** The one that changed last comes last. */
  readonly #sessions = new Map<string, Listed>();
  /** With the number of the event that removed them, in that order. */
  readonly #removed = new Map<string, number>();
  #lastRemoval = 0;
  #coveredFrom = 0;
  #active = 0;
  #findings = { error: 0, warning: 0, note: 0 };

  constructor(limit: number) {
    this.#limit = limit;
  }

  get totals(): SessionTotals {
    return { sessions: this.#sessions.size, active: this.#active, findings: { ...this.#findings } };
  }

  /** Who has seen the list at this event or later can be told what changed since. */
  get coveredFrom(): number {
    return this.#coveredFrom;
  }

  get(id: string): SessionView | undefined {
    return this.#sessions.get(id)?.view;
  }

  all(): SessionView[] {
    return Array.from(this.#sessions.values(), ({ view }) => view);
  }

  isRemoved(id: string): boolean {
    return this.#removed.has(id);
  }

  /** Gives the ids that had to go for it. */
  take({ session, seq }: EventOf<'session'>): readonly string[] {
    const listed = { view: session, changed: seq, active: isActive(session) };
    this.#count(this.#sessions.get(session.id), -1);
    this.#count(listed, 1);
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, listed);
    if (this.#sessions.size <= this.#limit) return [];
    const quietest = [...this.#sessions.keys()].slice(0, this.#sessions.size - lowered(this.#limit));
    for (const id of quietest) this.remove(id, seq);
    return quietest;
  }

  remove(id: string, seq: number): void {
    this.#count(this.#sessions.get(id), -1);
    this.#sessions.delete(id);
    this.#removed.set(id, seq);
    this.#lastRemoval = seq;
    if (this.#removed.size > REMEMBERED_REMOVALS) this.#forgetOldestRemovals();
  }

  /** What changed after an event, the oldest change first, of sessions at most `max`; nothing was left out when `upTo` is `now`. */
  after(after: number, now: number, max: number): ListChange {
    const changed: SessionView[] = [];
    let upTo = after;
    for (const listed of this.#sessions.values()) {
      if (listed.changed <= after) continue;
      if (changed.length === max) return { changed, removed: this.#removedBetween(after, upTo), upTo };
      changed.push(listed.view);
      upTo = listed.changed;
    }
    return { changed, removed: this.#removedBetween(after, now), upTo: now };
  }

  #removedBetween(after: number, upTo: number): string[] {
    // A page that has nothing yet has nothing to forget.
    if (after === 0 || this.#lastRemoval <= after) return [];
    return Array.from(this.#removed)
      .filter(([, seq]) => seq > after && seq <= upTo)
      .map(([id]) => id);
  }

  #forgetOldestRemovals(): void {
    for (const [id, seq] of this.#removed) {
      if (this.#removed.size <= lowered(REMEMBERED_REMOVALS)) return;
      this.#removed.delete(id);
      this.#coveredFrom = seq;
    }
  }

  #count(listed: Listed | undefined, sign: 1 | -1): void {
    if (!listed) return;
    const { error, warning, note } = listed.view.findings;
    if (listed.active) this.#active += sign;
    this.#findings.error += sign * error;
    this.#findings.warning += sign * warning;
    this.#findings.note += sign * note;
  }
}

function isActive(view: SessionView): boolean {
  const now = standing(view);
  return now === 'starting' || now === 'uploading' || now === 'waiting for close';
}
