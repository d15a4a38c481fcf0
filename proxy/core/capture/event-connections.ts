import { type JsonObject, jsonCount, jsonText } from '../text/loose-json.ts';
import type { CloseKind, Speaker, WireEvent } from '../wire.ts';

const SPEAKERS: readonly Speaker[] = ['client', 'server', 'proxy'];
const KINDS: readonly CloseKind[] = ['fin', 'reset', 'failed', 'shutdown'];

/** The connections of a timeline that is read back, as they were opened, sent elsewhere and closed. */
export class EventConnections {
  readonly #tell: (event: WireEvent, rank?: number) => void;
  readonly #max: number;
  /** Where each goes, be it closed or not; the oldest first. */
  readonly #known = new Map<string, { readonly openedAt: number; server: string | undefined; open: boolean }>();

  /** `tell` gets what happened, and how far behind others of the same time it comes: see `TimeOrder`. */
  constructor(tell: (event: WireEvent, rank?: number) => void, max: number) {
    this.#tell = tell;
    this.#max = max;
  }

  isOpen(id: string): boolean {
    return this.#known.get(id)?.open ?? false;
  }

  /** Nothing is said on it before. */
  openedAt(id: string): number {
    return this.#known.get(id)?.openedAt ?? 0;
  }

  /** Its new state; gives why it can't be read. */
  take(view: JsonObject, at: number): string | undefined {
    const id = jsonText(view.id);
    if (!id) return 'the connection has no id';
    const server = jsonText(view.server);
    const known = this.#known.get(id);
    if (!known) this.#open(id, jsonCount(view.openedAt) ?? at, jsonText(view.client) ?? 'unknown', server);
    else if (server !== undefined && server !== known.server) {
      known.server = server;
      this.#tell({ type: 'routed', at, connection: id, server });
    }
    const closedAt = jsonCount(view.closedAt);
    if (closedAt === undefined || !this.isOpen(id)) return undefined;
    // An export tells only how each connection was in the end, in front of what was said on it.
    this.#ends(id, view, known ? 0 : 1);
    this.#close(id, view, closedAt, known ? 0 : 2);
    return undefined;
  }

  /** Something is said on it: if nobody saw it open, it opens now. */
  ensure(id: string, at: number): 'known' | 'unknown' {
    if (this.#known.has(id)) return 'known';
    this.#open(id, at, 'unknown', undefined);
    return 'unknown';
  }

  #open(id: string, at: number, client: string, server: string | undefined): void {
    this.#known.set(id, { openedAt: at, server, open: true });
    if (this.#known.size > this.#max) this.#forgetOldest();
    this.#tell({ type: 'opened', at, connection: id, client, ...(server !== undefined && { server }) });
  }

  #ends(id: string, { clientEndedAt, serverEndedAt }: JsonObject, rank: number): void {
    const client = jsonCount(clientEndedAt);
    const server = jsonCount(serverEndedAt);
    if (client !== undefined) this.#tell({ type: 'ended', at: client, connection: id, by: 'client' }, rank);
    if (server !== undefined) this.#tell({ type: 'ended', at: server, connection: id, by: 'server' }, rank);
  }

  #close(id: string, { closedBy, how, reason }: JsonObject, at: number, rank: number): void {
    const known = this.#known.get(id);
    if (known) known.open = false;
    const by = SPEAKERS.find((speaker) => speaker === closedBy) ?? 'proxy';
    const kind = KINDS.find((candidate) => candidate === how) ?? 'shutdown';
    const why = jsonText(reason);
    this.#tell({ type: 'closed', at, connection: id, by, how: kind, ...(why !== undefined && { reason: why }) }, rank);
  }

  #forgetOldest(): void {
    for (const id of this.#known.keys()) {
      this.#known.delete(id);
      return;
    }
  }
}
