import { Analyzer, type AnalyzerLimits } from './core/analyzer.ts';
import type { TimelineEvent } from './core/timeline.ts';
import type { WireEvent } from './core/wire.ts';

export type TimelineListener = (events: readonly TimelineEvent[]) => void;

/**
 * What was seen, analysed and handed to whoever listens. It fails open: traffic is forwarded before it comes here, and
 * an error of ours becomes a `fault` event and never an exception.
 */
export class Pipeline {
  readonly #analyzer: Analyzer;
  readonly #listeners: TimelineListener[] = [];
  /** Connections that our own bug made unreadable. */
  readonly #broken = new Set<string>();

  constructor(limits: AnalyzerLimits = {}) {
    this.#analyzer = new Analyzer(limits);
  }

  listen(listener: TimelineListener): void {
    this.#listeners.push(listener);
  }

  readonly feed = (event: WireEvent): void => {
    const connection = 'connection' in event ? event.connection : undefined;
    if (connection !== undefined && this.#broken.has(connection)) {
      if (event.type === 'closed') this.#broken.delete(connection);
      return;
    }
    try {
      this.#publish(this.#analyzer.feed(event));
    } catch (error) {
      if (connection !== undefined) this.#broken.add(connection);
      this.#fault(
        'analysis-failed',
        `bitstap could not analyse connection ${connection ?? '?'}, whose traffic goes on unseen: ${describe(error)}`,
        event.at,
      );
    }
  };

  #publish(events: readonly TimelineEvent[]): void {
    if (events.length === 0) return;
    for (const listener of [...this.#listeners]) {
      try {
        listener(events);
      } catch (error) {
        this.#listeners.splice(this.#listeners.indexOf(listener), 1);
        this.#fault('listener-failed', `A listener failed and gets no more events: ${describe(error)}`, events[0]?.at ?? 0);
      }
    }
  }

  #fault(code: string, message: string, at: number): void {
    this.#publish(this.#analyzer.feed({ type: 'fault', at, code, message }));
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
