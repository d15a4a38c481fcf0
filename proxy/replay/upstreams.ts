import type { ScriptStep } from '../core/replay/client-script.ts';
import type { Destination } from './destination.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** For each recorded connection one of ours, as long as the server lets it; one request at a time on each. */
export class Upstreams {
  readonly #connect: (destination: Destination) => Promise<UpstreamConnection>;
  readonly #open = new Map<string, UpstreamConnection>();
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Steps that are still to be done on a recorded connection. */
  readonly #left = new Map<string, number>();

  constructor(steps: readonly ScriptStep[], connect: (destination: Destination) => Promise<UpstreamConnection>) {
    this.#connect = connect;
    for (const { connection } of steps) this.#left.set(connection, (this.#left.get(connection) ?? 0) + 1);
  }

  /** Does something on the connection for a step, when it is its turn. */
  async use<T>({ connection }: ScriptStep, destination: Destination, work: (upstream: UpstreamConnection) => Promise<T>): Promise<T> {
    const key = `${connection} ${destination.protocol}//${destination.host}`;
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(async () => work(await this.#upstream(key, destination)));
    this.#turns.set(key, turn);
    return turn;
  }

  /** A step needs its connection no more: behind the last one it is ended, as the recorded one was. */
  async passed({ connection }: ScriptStep): Promise<void> {
    const left = (this.#left.get(connection) ?? 0) - 1;
    this.#left.set(connection, left);
    if (left > 0) return;
    for (const [key, upstream] of this.#open) if (key.startsWith(`${connection} `)) await this.#end(key, upstream);
  }

  async end(): Promise<void> {
    for (const [key, upstream] of this.#open) await this.#end(key, upstream);
  }

  async #upstream(key: string, destination: Destination): Promise<UpstreamConnection> {
    const known = this.#open.get(key);
    if (known?.isOpen) return known;
    const upstream = await this.#connect(destination);
    this.#open.set(key, upstream);
    return upstream;
  }

  async #end(key: string, upstream: UpstreamConnection): Promise<void> {
    this.#open.delete(key);
    await upstream.end('fin');
  }
}
