import { type JsonObject, jsonCount, jsonText } from '../text/loose-json.ts';
import type { CloseKind, Speaker, WireEvent } from '../wire.ts';

const SPEAKERS: readonly Speaker[] = ['client', 'server', 'proxy'];
const KINDS: readonly CloseKind[] = ['fin', 'reset', 'failed', 'shutdown'];

/** The connections of a timeline that is read back, as they were opened, sent elsewhere and closed. */
export class EventConnections {
  readonly #tell: (event: WireEvent) => void;
  readonly #max: number;
  /** Where each goes, be it closed or not; the oldest first. */
  readonly #known = new Map<string, { server: string | undefined; open: boolean }>();

  constructor(tell: (event: WireEvent) => void, max: number) {
    this.#tell = tell;
    this.#max = max;
  }

  isOpen(id: string): boolean {
    return this.#known.get(id)?.open ?? false;
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
    if (closedAt !== undefined && this.isOpen(id)) this.#close(id, view, closedAt);
    return undefined;
  }

  /** Something is said on it: if nobody saw it open, it opens now. */
  ensure(id: string, at: number): 'known' | 'unknown' {
    if (this.#known.has(id)) return 'known';
    this.#open(id, at, 'unknown', undefined);
    return 'unknown';
  }

  #open(id: string, at: number, client: string, server: string | undefined): void {
    this.#known.set(id, { server, open: true });
    if (this.#known.size > this.#max) this.#forgetOldest();
    this.#tell({ type: 'opened', at, connection: id, client, ...(server !== undefined && { server }) });
  }

  #close(id: string, { closedBy, how, reason }: JsonObject, at: number): void {
    const known = this.#known.get(id);
    if (known) known.open = false;
    const by = SPEAKERS.find((speaker) => speaker === closedBy) ?? 'proxy';
    const kind = KINDS.find((candidate) => candidate === how) ?? 'shutdown';
    const why = jsonText(reason);
    this.#tell({ type: 'closed', at, connection: id, by, how: kind, ...(why !== undefined && { reason: why }) });
  }

  #forgetOldest(): void {
    for (const id of this.#known.keys()) {
      this.#known.delete(id);
      return;
    }
  }
}
