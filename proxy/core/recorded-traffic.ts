import { Analyzer, type AnalyzerOptions } from './analyzer.ts';
import type { TimelineEvent } from './timeline.ts';
import type { WireEvent } from './wire.ts';

/** How often time passes in a recording that is read, in its own time. */
const TICK_MS = 10_000;

/** The timeline of traffic that was recorded: time passes as it did then, and at the end everything is judged as it stands. */
export class RecordedTraffic {
  readonly #analyzer: Analyzer;
  readonly #told: (events: readonly TimelineEvent[]) => void;
  #at = 0;
  #tickAt = 0;

  /** `told` gets what each event means; nothing is told of many. */
  constructor(told: (events: readonly TimelineEvent[]) => void, options: AnalyzerOptions = {}) {
    this.#analyzer = new Analyzer(options);
    this.#told = told;
  }

  /** For what reads a capture: the bytes of an event are not kept. */
  readonly take = (event: WireEvent): void => {
    if (event.at > this.#at) this.#at = event.at;
    if (this.#at >= this.#tickAt) this.#tick();
    this.#tell(event);
  };

  /** Shows how everything stands at a moment at which nothing happened. */
  pass(at: number): void {
    if (at > this.#at) this.#at = at;
    this.#tell({ type: 'tick', at: this.#at });
  }

  /** Nothing more will come. */
  end(): void {
    this.#tell({ type: 'traffic-ended', at: this.#at });
  }

  /** In front of the event that brings the time: a silence is judged before what ends it. */
  #tick(): void {
    if (this.#tickAt > 0) this.#tell({ type: 'tick', at: this.#at });
    this.#tickAt = this.#at + TICK_MS;
  }

  #tell(event: WireEvent): void {
    const events = this.#analyzer.feed(event);
    if (events.length > 0) this.#told(events);
  }
}
