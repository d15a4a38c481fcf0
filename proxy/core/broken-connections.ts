import type { WireEvent } from './wire.ts';

/** Connections that our own bug made impossible to go on with. */
export class BrokenConnections {
  readonly #ids = new Set<string>();

  add(event: WireEvent | undefined): void {
    if (event && 'connection' in event && event.connection !== undefined) this.#ids.add(event.connection);
  }

  /** Also the last event of one; then it is forgotten. */
  has(event: WireEvent): boolean {
    if (this.#ids.size === 0 || !('connection' in event) || event.connection === undefined) return false;
    const isBroken = this.#ids.has(event.connection);
    if (event.type === 'closed') this.#ids.delete(event.connection);
    return isBroken;
  }
}
