import type { ReplayProgress } from '../replay/replay.ts';

interface Out {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_EVERY_MS = 200;
const PLAIN_EVERY_MS = 10_000;

/** How far a replay is: on a terminal one line that is drawn again, elsewhere a plain line now and then. */
export class ReplayProgressLine {
  readonly #out: Out;
  readonly #everyMs: number;
  #nextAt: number;
  #drawn = 0;

  constructor(out: Out) {
    this.#out = out;
    this.#everyMs = out.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
    this.#nextAt = performance.now() + this.#everyMs;
  }

  show({ requests, recorded }: ReplayProgress): void {
    if (performance.now() < this.#nextAt) return;
    this.#nextAt = performance.now() + this.#everyMs;
    const line = `replaying: ${requests} requests sent, ${recorded} were recorded`;
    this.#out.write(this.#out.isTTY ? `\r${line.padEnd(this.#drawn)}` : `${line}\n`);
    if (this.#out.isTTY) this.#drawn = line.length;
  }

  /** Takes the line away. */
  end(): void {
    if (this.#drawn > 0) this.#out.write(`\r${' '.repeat(this.#drawn)}\r`);
    this.#drawn = 0;
  }
}
