import { plainRow } from '../../core/plain-row.ts';
import type { RowEvents } from '../../core/row-events.ts';
import { Page } from './page.ts';
import { bytesOf, ShelvedRow } from './shelved-row.ts';

/** Pages grow with the session: most sessions have few rows, and a page is as good as gone only with the last of its rows. */
const FIRST_PAGE_BYTES = 4 * 1024;
const LARGEST_PAGE_BYTES = 256 * 1024;

const NONE: readonly never[] = [];

/** Where the rows of one session go that are over. The oldest rows go first, and with them the oldest pages. */
export class RowShelf {
  readonly #onfull: (page: Page) => void;
  #page: Page | undefined;
  /** Mostly the same words in every row of a session: kept once. */
  #rewrites: readonly string[] = NONE;

  /** `onfull`: a page has no room for more. */
  constructor(onfull: (page: Page) => void) {
    this.#onfull = onfull;
  }

  /** Nothing for a row that is not over, or has more to it than fits. */
  pack(row: RowEvents, born: number): ShelvedRow | undefined {
    const plain = plainRow(row);
    if (!plain) return undefined;
    return new ShelvedRow(plain, born, this.#pageFor(bytesOf(plain)), this.#share(row.exchange.exchange.rewrites));
  }

  /** Nothing is put in for a while: what comes then begins a page anew. */
  close(): void {
    if (this.#page) this.#onfull(this.#page);
    this.#page = undefined;
  }

  #pageFor(bytes: number): Page {
    if (this.#page && this.#page.room >= bytes) return this.#page;
    if (this.#page) this.#onfull(this.#page);
    const size = this.#page ? Math.min(2 * this.#page.size, LARGEST_PAGE_BYTES) : FIRST_PAGE_BYTES;
    this.#page = new Page(Math.max(size, bytes));
    return this.#page;
  }

  #share(rewrites: readonly string[]): readonly string[] {
    const same = rewrites.length === this.#rewrites.length && rewrites.every((words, index) => words === this.#rewrites[index]);
    if (!same) this.#rewrites = rewrites;
    return this.#rewrites;
  }
}
