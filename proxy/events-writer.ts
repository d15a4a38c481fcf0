import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { stringify } from './core/json.ts';
import type { TimelineEvent } from './core/timeline.ts';

/** What may wait in memory for a slow reader; beyond it events are left out, and that is said in the stream. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** TimelineEvents as JSON Lines, to a file or to standard output (`-`). */
export class EventsWriter {
  readonly #out: Writable;
  readonly #complain: (line: string) => void;
  #left = 0;
  #broken = false;

  constructor(file: string, complain: (line: string) => void) {
    this.#out = file === '-' ? process.stdout : createWriteStream(file);
    this.#complain = complain;
    this.#out.on('error', (error) => this.#fail(file, error));
  }

  take(events: readonly TimelineEvent[]): void {
    if (this.#broken || events.length === 0) return;
    if (this.#out.writableLength > MAX_WAITING_BYTES) {
      this.#left += events.length;
      return;
    }
    const missed = this.#left > 0 ? `${stringify({ type: 'left-out', events: this.#left, reason: 'the reader was too slow' })}\n` : '';
    this.#left = 0;
    this.#out.write(missed + events.map((event) => `${stringify(event)}\n`).join(''));
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    if (this.#broken) return;
    if (this.#left > 0) this.#complain(`--events: the last ${this.#left} events are missing: the reader was too slow.`);
    if (this.#out === process.stdout) {
      if (this.#out.writableLength > 0) await once(this.#out, 'drain');
      return;
    }
    this.#out.end();
    await once(this.#out, 'close');
  }

  #fail(file: string, error: Error): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#complain(`--events: can't write to ${file}: ${error.message}. Traffic goes on; no more events are written.`);
  }
}
