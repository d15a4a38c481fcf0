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
    for (const event of waiting) for (const told of this.#analyse(event)) events.push(told);
    this.#publish(events);
  };

  #analyse(event: WireEvent): readonly TimelineEvent[] {
    const connection = 'connection' in event ? event.connection : undefined;
    if (this.#broken.size > 0 && connection !== undefined && this.#broken.has(connection)) {
      if (event.type === 'closed') this.#broken.delete(connection);
      return [];
    }
    try {
      return this.#analyzer.feed(event);
    } catch (error) {
      if (connection !== undefined) this.#broken.add(connection);
      return this.#fault(
        'analysis-failed',
        `Connection ${connection ?? '?'} can't be analysed, and goes on unseen: ${describe(error)}`,
        event.at,
      );
    }
  }

  #publish(events: readonly TimelineEvent[]): void {
    if (events.length === 0) return;
    for (const listener of [...this.#listeners]) {
      try {
        listener(events);
      } catch (error) {
        this.#listeners.splice(this.#listeners.indexOf(listener), 1);
        this.#publish(this.#fault('listener-failed', `A listener gets no more events: ${describe(error)}`, events[0]?.at ?? 0));
      }
    }
  }

  #fault(code: string, message: string, at: number): readonly TimelineEvent[] {
    return this.#analyzer.feed({ type: 'fault', at, code, message });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
