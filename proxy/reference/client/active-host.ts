import { formatHostId, type HostId, parseHostId } from '../../core/bits/host-id.ts';
import type { CreateSessionAck } from '../../core/bits/packet.ts';
import { ProxyError } from '../../errors.ts';
import { printable } from '../printable.ts';
import type { BitsConnection } from './connection.ts';

/**
 * The host that packets go to: the destination's own, or the one that the server named in `BITS-Host-Id`, until that
 * could not be reached for the fallback time [BUP §2.2.3.2, §3.1.2.3].
 */
export class ActiveHost {
  readonly #connection: BitsConnection;
  #current: HostId | undefined;
  #fallbackMs = Number.POSITIVE_INFINITY;
  #failingSince: number | undefined;

  constructor(connection: BitsConnection) {
    this.#connection = connection;
  }

  /** The host that the server named, while it is in use. */
  get current(): HostId | undefined {
    return this.#current;
  }

  /** Follows a Create-Session's Ack; says whether packets now go to another host, which is to be pinged first. */
  adopt({ hostId, fallbackTimeoutS }: CreateSessionAck): boolean {
    if (!hostId) return false;
    const host = parseHostId(hostId);
    if (!host || !URL.canParse(`http://${formatHostId(host)}`))
      throw new ProxyError('upload-failed', `The server's BITS-Host-Id is no host name: ${printable(hostId)}.`);
    this.#connection.useHost(host);
    this.#current = host;
    this.#fallbackMs = fallbackTimeoutS === undefined ? Number.POSITIVE_INFINITY : fallbackTimeoutS * 1000;
    return true;
  }

  /** Back to the destination's own host, for good. */
  forget(): void {
    if (this.#current) this.#connection.useHost(undefined);
    this.#current = undefined;
    this.#failingSince = undefined;
  }

  /** A packet got its answer. */
  answered(): void {
    this.#failingSince = undefined;
  }

  /** The host could not be reached, or the connection to it broke. */
  failed(): void {
    if (!this.#current) return;
    this.#failingSince ??= performance.now();
    if (performance.now() - this.#failingSince >= this.#fallbackMs) this.forget();
  }
}
