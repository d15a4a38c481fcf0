import { numbersOf, type PackedRow, ROW_NUMBERS, unpackRow } from '../../core/packed-row.ts';
import type { PlainRow } from '../../core/plain-row.ts';
import type { RowEvents } from '../../core/row-events.ts';
import { ordinalOf } from './ordinal.ts';
import type { Page } from './page.ts';
import { addBrief, BRIEF_NUMBERS } from './row-brief.ts';

/** Of the object that holds a shelved row, bytes, roughly. */
const BASE_WEIGHT = 192;

/** How many numbers lie before its heads: those of the row, and those of its brief. */
const NUMBERS = ROW_NUMBERS + BRIEF_NUMBERS;

export function bytesOf({ sentText, receivedText }: PlainRow): number {
  return NUMBERS * Float64Array.BYTES_PER_ELEMENT + sentText.length + receivedText.length;
}

/** A row that is over: its numbers and heads lie in a page, and are taken out when somebody asks. */
export class ShelvedRow implements PackedRow {
  readonly id: string;
  readonly connection: string;
  readonly session: string | undefined;
  readonly rewrites: readonly string[];
  /** Of itself and of what it holds in its page, bytes, roughly. */
  readonly weight: number;
  readonly born: number;
  /** The number of its last event; it has an answer, or is no BITS packet and had no other event. */
  readonly changed: number;
  readonly #page: Page;
  readonly #place: number;

  /** `born`: the number of its first event. */
  constructor(plain: PlainRow, born: number, page: Page, rewrites: readonly string[]) {
    const { events, sent, received, sentText, receivedText } = plain;
    const { id, connection, session } = events.exchange.exchange;
    this.id = id;
    this.connection = connection;
    this.session = session;
    this.rewrites = rewrites;
    this.weight = BASE_WEIGHT + bytesOf(plain);
    this.born = born;
    this.changed = Math.max(events.exchange.seq, events.answer?.seq ?? 0);
    this.#page = page;
    const numbers = numbersOf(events, born, sent, received);
    addBrief(numbers, events);
    this.#place = page.put(numbers, [sentText, receivedText]);
  }

  get ordinal(): number {
    return ordinalOf(this.id);
  }

  get numbers(): Float64Array {
    return this.#page.numbers(this.#place, ROW_NUMBERS);
  }

  /** See `row-brief.ts`. */
  get brief(): Float64Array {
    return this.#page.numbers(this.#place + ROW_NUMBERS, BRIEF_NUMBERS);
  }

  get heads(): string {
    return this.#page.text(this.#place, NUMBERS, 0, this.weight - BASE_WEIGHT - NUMBERS * Float64Array.BYTES_PER_ELEMENT);
  }

  /** Made anew each time. */
  get events(): RowEvents {
    return unpackRow(this);
  }

  /** What becomes the row when it is written as JSON, and read by who has `unpackRow`: thousands are not unpacked at once. */
  get writable(): PackedRow {
    return this;
  }

  toJSON(): PackedRow {
    const { id, connection, session, rewrites, numbers, heads } = this;
    return { id, connection, session, rewrites, numbers: Array.from(numbers), heads };
  }
}
