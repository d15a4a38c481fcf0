import type { LeftOut } from './recording-news.ts';

/** Counts what is left out of a recording, in all and since it began last. */
export class LeftOutBytes {
  total = 0;
  #bytes = 0;
  #since = 0;
  #until = 0;

  begin(at: number): void {
    this.#bytes = 0;
    this.#since = at;
    this.#until = at;
  }

  add(bytes: number, at: number): void {
    this.total += bytes;
    this.#bytes += bytes;
    this.#until = at;
  }

  get latest(): LeftOut {
    return { bytes: this.#bytes, since: this.#since, until: this.#until };
  }
}
