import type { AnalyzerOptions } from '../core/analyzer.ts';
import { RecordedTraffic } from '../core/recorded-traffic.ts';
import type { TimelineEvent } from '../core/timeline.ts';
import type { WireEvent } from '../core/wire.ts';

/** So long others wait for the player at most, ms. */
const SLICE_MS = 20;

/** One time through the recording. */
export class Run {
  readonly #show: (events: readonly TimelineEvent[]) => void;
  readonly #traffic: RecordedTraffic;
  #events: TimelineEvent[] = [];
  #begun = performance.now();
  #taken = 0;

  constructor(options: AnalyzerOptions, show: (events: readonly TimelineEvent[]) => void) {
    this.#show = show;
    this.#traffic = new RecordedTraffic((events) => {
      for (const event of events) this.#events.push(event);
    }, options);
  }

  /** Others have waited long enough. The clock is not asked for each event. */
  get isLong(): boolean {
    return this.#taken % 64 === 0 && performance.now() - this.#begun > SLICE_MS;
  }

  begin(): void {
    this.#begun = performance.now();
  }

  take(event: WireEvent): void {
    this.#taken += 1;
    this.#traffic.take(event);
  }

  pass(at: number): void {
    this.#traffic.pass(at);
    this.show();
  }

  end(): void {
    this.#traffic.end();
    this.show();
  }

  show(): void {
    if (this.#events.length > 0) this.#show(this.#events);
    this.#events = [];
  }
}
