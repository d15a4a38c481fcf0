import type { SessionView } from '../../proxy/core/timeline.ts';
import type { Clock } from './clock.ts';

/** New errors since the last announcement, to be put in words by the view. */
export interface Announcement {
  readonly errors: number;
  /** The file of the session that had the latest one: text from the wire. */
  readonly fileName: string;
  readonly sessions: number;
}

/** A screen reader is told of errors at most this often. */
const PAUSE_MS = 5_000;

/** Gathers new errors for the live region, so that a burst is one sentence. */
export class Announcer {
  readonly #clock: Clock;
  readonly #told = new Map<string, number>();
  #gathered = new Map<string, { errors: number; fileName: string }>();
  #latest = $state.raw<Announcement>();
  #quiet = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get latest(): Announcement | undefined {
    return this.#latest;
  }

  /** Sessions that were there before the page: their errors are no news. */
  learn(sessions: readonly SessionView[]): void {
    for (const { id, findings } of sessions) this.#told.set(id, findings.error);
  }

  note(changed: readonly SessionView[], removed: readonly string[]): void {
    for (const view of changed) this.#gather(view);
    for (const id of removed) this.#told.delete(id);
    if (!this.#quiet) this.#speak();
  }

  #gather({ id, fileName, findings }: SessionView): void {
    const fresh = findings.error - (this.#told.get(id) ?? 0);
    this.#told.set(id, findings.error);
    if (fresh <= 0) return;
    const errors = (this.#gathered.get(id)?.errors ?? 0) + fresh;
    this.#gathered.delete(id);
    this.#gathered.set(id, { errors, fileName });
  }

  #speak(): void {
    const gathered = [...this.#gathered.values()];
    const last = gathered.at(-1);
    if (!last) return;
    const errors = gathered.reduce((sum, one) => sum + one.errors, 0);
    this.#latest = { errors, fileName: last.fileName, sessions: gathered.length };
    this.#gathered = new Map();
    this.#quiet = true;
    this.#clock.after(PAUSE_MS, () => {
      this.#quiet = false;
      this.#speak();
    });
  }
}
