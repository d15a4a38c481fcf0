import { basename } from 'node:path';
import { safeText } from '../core/safe-text.ts';

interface Out {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Nothing is said of what is over sooner. */
const PATIENCE_MS = 1000;
const TERMINAL_EVERY_MS = 200;
const PLAIN_EVERY_MS = 10_000;

/** How far a long file is read: on a terminal one line that is drawn again, elsewhere a plain line now and then. */
export class ReadingProgress {
  readonly #out: Out;
  readonly #name: string;
  readonly #everyMs: number;
  #nextAt = performance.now() + PATIENCE_MS;
  #drawn = 0;

  constructor(out: Out, file: string) {
    this.#out = out;
    this.#name = safeText(basename(file)).slice(0, 40);
    this.#everyMs = out.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
  }

  show(bytes: number, total?: number): void {
    if (performance.now() < this.#nextAt) return;
    this.#nextAt = performance.now() + this.#everyMs;
    const percent = total === undefined ? '' : `${Math.min(100, Math.floor((bytes / total) * 100))} % of ${megabytes(total)}`;
    const line = `reading ${this.#name}: ${percent === '' ? megabytes(bytes) : percent}`;
    if (this.#out.isTTY) this.#draw(line.slice(0, (this.#out.columns ?? 80) - 1));
    else this.#out.write(`${line}\n`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#drawn > 0) this.#out.write(`\r${' '.repeat(this.#drawn)}\r`);
    this.#drawn = 0;
  }

  #draw(line: string): void {
    this.#out.write(`\r${line.padEnd(this.#drawn)}`);
    this.#drawn = line.length;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
