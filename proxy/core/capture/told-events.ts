import type { WireEvent } from '../wire.ts';
import type { CaptureCounts } from './capture-summary.ts';

/**
 * Hands on what a file without packets tells, with its connections counted, and named so that no other file has one of that
 * name. Its end is not that of all traffic: another file may follow.
 */
export class ToldEvents {
  readonly #take: (event: WireEvent) => void;
  readonly #counts: CaptureCounts;
  readonly #nextConnection: (() => string) | undefined;
  /** The names of open connections by those that they have in the file. */
  readonly #names = new Map<string, string>();

  /** Without `nextConnection` they keep the names of the file. */
  constructor(take: (event: WireEvent) => void, counts: CaptureCounts, nextConnection: (() => string) | undefined) {
    this.#take = take;
    this.#counts = counts;
    this.#nextConnection = nextConnection;
  }

  take(event: WireEvent): void {
    if (event.type === 'traffic-ended') return this.#take({ type: 'tick', at: event.at });
    if (event.type === 'opened') this.#open(event.connection);
    if (!('connection' in event) || event.connection === undefined || !this.#nextConnection) return this.#take(event);
    const connection = this.#names.get(event.connection);
    if (connection === undefined) return this.#takeUnopened(event);
    this.#take({ ...event, connection });
    if (event.type === 'closed') this.#names.delete(event.connection);
  }

  /** Nothing can be read on it, and another file may have one of its name. */
  #takeUnopened(event: WireEvent): void {
    if (event.type === 'fault') this.#take({ type: 'fault', at: event.at, code: event.code, message: event.message });
  }

  #open(connection: string): void {
    this.#counts.connections += 1;
    this.#counts.http += 1;
    const name = this.#nextConnection?.();
    if (name !== undefined) this.#names.set(connection, name);
  }
}
