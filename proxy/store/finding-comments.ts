import type { TimelineEvent } from '../core/timeline.ts';

/** Sessions whose connection is remembered. */
const MAX_SESSIONS = 10_000;

/** Findings as comments on the packets of the connection that they came up on, each once. */
export class FindingComments {
  readonly #comment: (connection: string, at: number, text: string) => void;
  /** Where the last packet of a session was: a session that falls silent is found out by no packet. */
  readonly #connections = new Map<string, string>();
  #last = 0;

  constructor(comment: (connection: string, at: number, text: string) => void) {
    this.#comment = comment;
  }

  take(events: readonly TimelineEvent[]): void {
    let exchange: { readonly id: string; readonly connection: string } | undefined;
    for (const event of events) {
      if (event.type === 'exchange') exchange = event.exchange;
      else if (event.type === 'packet') this.#remember(event.packet.session, event.packet.connection);
      else if (event.type === 'finding') this.#tell(event, exchange);
      else if (event.type === 'evicted') this.#connections.delete(event.id);
    }
  }

  #remember(session: string | undefined, connection: string): void {
    if (session === undefined) return;
    this.#connections.set(session, connection);
    if (this.#connections.size <= MAX_SESSIONS) return;
    for (const [oldest] of this.#connections) return void this.#connections.delete(oldest);
  }

  /** What is told again has only counted more of the same. */
  #tell(
    { finding, at }: Extract<TimelineEvent, { type: 'finding' }>,
    latest: { readonly id: string; readonly connection: string } | undefined,
  ): void {
    const number = Number(finding.id.slice(1));
    if (number <= this.#last) return;
    this.#last = number;
    const connection = latest?.id === finding.exchange ? latest.connection : this.#connections.get(finding.session ?? '');
    if (connection !== undefined) this.#comment(connection, at, `${finding.severity}: ${finding.message} [${finding.rule}]`);
  }
}
