import type { EventOf } from '../../core/row-events.ts';
import type { Connection } from '../../core/timeline.ts';

interface Kept {
  event: EventOf<'connection'>;
  /** Kept rows that name it. */
  rows: number;
}

/** Connections that are open or that a kept row names; there is no limit of its own to it. */
export class KeptConnections {
  readonly #kept = new Map<string, Kept>();
  #changed = 0;

  /** The number of the last event about any of them. */
  get changed(): number {
    return this.#changed;
  }

  take(event: EventOf<'connection'>): void {
    this.#changed = event.seq;
    const kept = this.#kept.get(event.connection.id);
    if (kept) kept.event = event;
    else this.#kept.set(event.connection.id, { event, rows: 0 });
    this.#forgetIfDone(event.connection.id);
  }

  hold(id: string): void {
    const kept = this.#kept.get(id);
    if (kept) kept.rows += 1;
  }

  release(id: string): void {
    const kept = this.#kept.get(id);
    if (!kept) return;
    kept.rows -= 1;
    this.#forgetIfDone(id);
  }

  get(id: string): EventOf<'connection'> | undefined {
    return this.#kept.get(id)?.event;
  }

  #forgetIfDone(id: string): void {
    const kept = this.#kept.get(id);
    if (kept && kept.rows === 0 && isClosed(kept.event.connection)) this.#kept.delete(id);
  }
}

function isClosed({ closedAt }: Connection): boolean {
  return closedAt !== undefined;
}
