import type { Totals } from '../../core/feed.ts';
import type { EventOf } from '../../core/row-events.ts';
import { isOpen, type SessionView, standing } from '../../core/timeline.ts';
import { lowered } from './lowered.ts';

interface Listed {
  view: SessionView;
  /** The number of its latest event. */
  changed: number;
  active: boolean;
}

export interface ListChange {
  readonly changed: readonly SessionView[];
  readonly removed: readonly string[];
  /** The list is told up to this event. */
  readonly upTo: number;
}

type SessionTotals = Pick<Totals, 'sessions' | 'active' | 'findings'>;

/** The list as it was at an event, in the order of the changes: it is told in parts, and must not be sorted for each. */
interface Snapshot {
  readonly from: number;
  readonly listed: readonly Listed[];
  /** The numbers of their changes then: who has another one by now has moved behind all of them. */
  readonly changes: Float64Array;
}

/** How many ids of sessions that are no longer kept are remembered, so that a page that comes back can forget them too. */
const REMEMBERED_REMOVALS = 10_000;

/**
 * All sessions in their latest state. The analyzer evicts sessions itself; the limit here only makes sure, and must not
 * be smaller than the analyzer's.
 */
export class SessionList {
  readonly #limit: number;
  readonly #sessions = new Map<string, Listed>();
  /** With the number of the event that removed them, in that order. */
  readonly #removed = new Map<string, number>();
  #lastRemoval = 0;
  #coveredFrom = 0;
  #snapshot: Snapshot | undefined;
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
    return this.changedAfter(0);
  }

  /** The oldest change first. */
  changedAfter(after: number): SessionView[] {
    return this.#changedAfter(after).map(({ view }) => view);
  }

  isRemoved(id: string): boolean {
    return this.#removed.has(id);
  }

  /** Gives the ids that had to go for it. */
  take({ session, seq }: EventOf<'session'>): readonly string[] {
    const known = this.#sessions.get(session.id);
    this.#count(known, -1);
    const now = { view: session, changed: seq, active: isOpen(standing(session)) };
    this.#count(now, 1);
    // Changed in place: to move it within the map would make garbage that outlives its packet.
    if (known) Object.assign(known, now);
    else this.#sessions.set(session.id, now);
    if (this.#sessions.size <= this.#limit) return [];
    const quietest = this.#changedAfter(0)
      .slice(0, this.#sessions.size - lowered(this.#limit))
      .map(({ view }) => view.id);
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

  /** Forgets all of them, but not which were removed before: those must not come back. */
  clear(seq: number): void {
    this.#sessions.clear();
    this.#snapshot = undefined;
    this.#coveredFrom = seq;
    this.#active = 0;
    this.#findings = { error: 0, warning: 0, note: 0 };
  }

  /** What changed after an event, the oldest change first, of sessions at most `max`; nothing was left out when `upTo` is `now`. */
  after(after: number, now: number, max: number): ListChange {
    const all = this.#firstAfter(after, max);
    const changed = all.slice(0, max).map(({ view }) => view);
    const upTo = all.length > max ? (all[max - 1]?.changed ?? after) : now;
    return { changed, removed: this.#removedBetween(after, upTo), upTo };
  }

  /** Those that changed first, at least one more than `max` if there are more. */
  #firstAfter(after: number, max: number): readonly Listed[] {
    const first = this.#snapshot && after >= this.#snapshot.from ? this.#inSnapshot(this.#snapshot, after, max + 1) : [];
    if (first.length > max) return first;
    const all = this.#changedAfter(after);
    const isLong = all.length > 2 * max;
    this.#snapshot = isLong ? { from: after, listed: all, changes: Float64Array.from(all, ({ changed }) => changed) } : undefined;
    return all;
  }

  #inSnapshot({ listed, changes }: Snapshot, after: number, count: number): Listed[] {
    const found: Listed[] = [];
    for (let index = indexAfter(changes, after); index < listed.length && found.length < count; index += 1) {
      const one = listed[index];
      if (one && one.changed === changes[index] && this.#sessions.get(one.view.id) === one) found.push(one);
    }
    return found;
  }

  /** Looked for only when a page is told: keeping the order would cost every packet. */
  #changedAfter(after: number): Listed[] {
    const changed: Listed[] = [];
    for (const listed of this.#sessions.values()) if (listed.changed > after) changed.push(listed);
    return changed.sort((a, b) => a.changed - b.changed);
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

/** Of sorted numbers the index of the first that is higher. */
function indexAfter(numbers: Float64Array, wanted: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
