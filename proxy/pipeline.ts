import { Analyzer, type AnalyzerOptions } from './core/analyzer.ts';
import { BrokenConnections } from './core/broken-connections.ts';
import { BodyStretches } from './core/http/body-stretches.ts';
import type { TimelineEvent } from './core/timeline.ts';
import type { WireEvent } from './core/wire.ts';
import { latin1 } from './latin1.ts';

export type TimelineListener = (events: readonly TimelineEvent[]) => void;

/** Takes what was seen, as it was seen. */
export interface WireListener {
  /** It wants to be told which bytes are body. */
  readonly wantsBodies: boolean;
  /** The bytes never change. */
  take(event: WireEvent, bodies?: BodyStretches): void;
}

/** How long what was seen may wait, ms; and how many bytes, so that bodies do not pile up. */
const BATCH_MS = 3;
const BATCH_BYTES = 1024 ** 2;

/**
 * What was seen, analysed and handed to whoever listens. It works in batches, between which bytes are forwarded and nothing
 * else: so both find their code in the processor's caches, and most bytes wait for no analysis. It fails open: an error of
 * ours becomes a `fault` event and never an exception.
 */
export class Pipeline {
  readonly #analyzer: Analyzer;
  readonly #listeners: TimelineListener[] = [];
  #recorder: WireListener | undefined;
  readonly #broken = new BrokenConnections();
  #waiting: WireEvent[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #hurry: NodeJS.Immediate | undefined;
  /** When something was seen last. */
  #at = 0;
  #closed = false;

  constructor(options: AnalyzerOptions = {}) {
    this.#analyzer = new Analyzer({ latin1, ...options });
  }

  listen(listener: TimelineListener): void {
    this.#listeners.push(listener);
  }

  /** What is seen goes there too. */
  record(recorder: WireListener): void {
    this.#recorder = recorder;
  }

  readonly feed = (event: WireEvent): void => {
    if (this.#closed) return;
    this.#waiting.push(event);
    if (event.type === 'data') this.#waitingBytes += event.bytes.length;
    if (this.#waitingBytes <= BATCH_BYTES) this.#timer ??= setTimeout(this.#work, BATCH_MS);
    else this.#hurry ??= setImmediate(this.#work);
  };

  /** Analyses what still waits, and tells how everything stands. What is fed later goes nowhere. */
  async close(): Promise<void> {
    this.feed({ type: 'tick', at: this.#waiting.at(-1)?.at ?? this.#at });
    this.#work();
    this.#closed = true;
  }

  readonly #work = (): void => {
    clearTimeout(this.#timer);
    clearImmediate(this.#hurry);
    this.#timer = undefined;
    this.#hurry = undefined;
    this.#waitingBytes = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#at = waiting.at(-1)?.at ?? this.#at;
    const events: TimelineEvent[] = [];
    for (const event of waiting) {
      const bodies = event.type === 'data' && this.#recorder?.wantsBodies ? new BodyStretches(event.bytes) : undefined;
      this.#analyse(event, events, bodies);
      this.#record(event, events, bodies);
    }
    this.#publish(events);
  };

  #record(event: WireEvent, told: TimelineEvent[], bodies: BodyStretches | undefined): void {
    try {
      this.#recorder?.take(event, bodies);
    } catch (error) {
      this.#recorder = undefined;
      const message = `Nothing is recorded any more: ${describe(error)}`;
      this.#analyzer.feed({ type: 'fault', at: event.at, code: 'recording-failed', message }, told);
    }
  }

  #analyse(event: WireEvent, told: TimelineEvent[], bodies: BodyStretches | undefined): void {
    if (this.#broken.has(event)) return;
    try {
      this.#analyzer.feed(event, told, bodies);
    } catch (error) {
      this.#broken.add(event);
      const message = `Connection ${connectionOf(event) ?? '?'} can't be analysed, and goes on unseen: ${describe(error)}`;
      this.#analyzer.feed({ type: 'fault', at: event.at, code: 'analysis-failed', message }, told);
    }
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
