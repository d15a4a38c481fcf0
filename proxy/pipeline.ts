import { Analyzer, type AnalyzerOptions } from './core/analyzer.ts';
import type { TimelineEvent } from './core/timeline.ts';
import type { WireEvent } from './core/wire.ts';
import { latin1 } from './latin1.ts';

export type TimelineListener = (events: readonly TimelineEvent[]) => void;

/**
 * What was seen, analysed and handed to whoever listens. It works when the sockets have had their turn, so that all
 * that arrived at once is forwarded first and analysed in one go. It fails open: an error of ours becomes a `fault`
 * event and never an exception.
 */
export class Pipeline {
  readonly #analyzer: Analyzer;
  readonly #listeners: TimelineListener[] = [];
  /** Connections that our own bug made unreadable. */
  readonly #broken = new Set<string>();
  #waiting: WireEvent[] = [];
  /** When something was seen last. */
  #at = 0;

  constructor(options: AnalyzerOptions = {}) {
    this.#analyzer = new Analyzer({ latin1, ...options });
  }

  listen(listener: TimelineListener): void {
    this.#listeners.push(listener);
  }

  readonly feed = (event: WireEvent): void => {
    if (this.#waiting.length === 0) setImmediate(this.#work);
    this.#waiting.push(event);
  };

  /** Analyses what still waits, and tells how everything stands. */
  async close(): Promise<void> {
    this.feed({ type: 'tick', at: this.#waiting.at(-1)?.at ?? this.#at });
    this.#work();
  }

  readonly #work = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#at = waiting.at(-1)?.at ?? this.#at;
    const events: TimelineEvent[] = [];
    for (const event of waiting) this.#analyse(event, events);
    this.#publish(events);
  };

  #analyse(event: WireEvent, told: TimelineEvent[]): void {
    if (this.#broken.size > 0 && this.#isBroken(event)) return;
    try {
      this.#analyzer.feed(event, told);
    } catch (error) {
      const connection = connectionOf(event);
      if (connection !== undefined) this.#broken.add(connection);
      const message = `Connection ${connection ?? '?'} can't be analysed, and goes on unseen: ${describe(error)}`;
      this.#analyzer.feed({ type: 'fault', at: event.at, code: 'analysis-failed', message }, told);
    }
  }

  #isBroken(event: WireEvent): boolean {
    const connection = connectionOf(event);
    if (connection === undefined || !this.#broken.has(connection)) return false;
    if (event.type === 'closed') this.#broken.delete(connection);
    return true;
  }

  #publish(events: readonly TimelineEvent[]): void {
    if (events.length === 0) return;
    for (const listener of [...this.#listeners]) {
      try {
        listener(events);
      } catch (error) {
        this.#listeners.splice(this.#listeners.indexOf(listener), 1);
        const message = `A listener gets no more events: ${describe(error)}`;
        this.#publish(this.#analyzer.feed({ type: 'fault', at: events[0]?.at ?? 0, code: 'listener-failed', message }));
      }
    }
  }
}

function connectionOf(event: WireEvent): string | undefined {
  return 'connection' in event ? event.connection : undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
