import { latin1 } from '../http/latin1.ts';
import { Matcher } from './matcher.ts';
import type { Encoding, Needle } from './needle.ts';

/** A place where the needle is, with what is around it: Latin-1, a character is a byte. */
export interface ByteHit {
  /** Its first byte, counted from the beginning, and how many it has. */
  readonly at: number;
  readonly length: number;
  readonly encoding: Encoding;
  readonly before: string;
  readonly hit: string;
  readonly after: string;
}

export interface ByteSearchOptions {
  /** So many bytes before and behind a hit are shown. Default 48. */
  readonly context?: number;
  readonly maxStates?: number;
}

const DEFAULT_CONTEXT = 48;

/** Looks through bytes that come in pieces, and remembers no more of them than a hit shows. */
export class ByteSearch {
  readonly #matcher: Matcher;
  readonly #context: number;
  readonly #keeps: number;
  /** What came last, as text. */
  #tail = '';
  /** Where the next piece begins. */
  #place = 0;
  /** Hits of which not all is here that is behind them. */
  #waiting: ByteHit[] = [];

  constructor(needle: Needle, { context = DEFAULT_CONTEXT, maxStates }: ByteSearchOptions = {}) {
    this.#matcher = new Matcher(needle, maxStates);
    this.#context = context;
    this.#keeps = context + needle.longest;
  }

  /** What comes now is counted from 0. */
  begin(): void {
    this.#forget();
    this.#place = 0;
  }

  /** The hits that are complete with these bytes, in order. Whoever wants no more of them begins anew. */
  *feed(bytes: Uint8Array): Generator<ByteHit, void> {
    yield* this.#fill(bytes);
    for (let from = 0; ; ) {
      const match = this.#matcher.next(bytes, from);
      if (!match) break;
      from = match.end;
      const hit = this.#hitAt(bytes, match.end - match.pattern.length, match.end, match.pattern.encoding);
      if (hit.after.length < this.#context) this.#waiting.push(hit);
      else yield hit;
    }
    this.#tail = (this.#tail + latin1(bytes.subarray(-this.#keeps))).slice(-this.#keeps);
    this.#place += bytes.length;
  }

  /** So many bytes are not here: nothing is found across them. */
  miss(count: number): readonly ByteHit[] {
    const done = this.end();
    this.#forget();
    this.#place += count;
    return done;
  }

  /** No more bytes come; the last hits have less behind them than others. */
  end(): readonly ByteHit[] {
    return this.#waiting.splice(0);
  }

  #forget(): void {
    this.#matcher.begin();
    this.#tail = '';
    this.#waiting = [];
  }

  *#fill(bytes: Uint8Array): Generator<ByteHit, void> {
    if (this.#waiting.length === 0) return;
    const next = latin1(bytes.subarray(0, this.#context));
    const filled = this.#waiting.map((hit) => ({ ...hit, after: (hit.after + next).slice(0, this.#context) }));
    this.#waiting = filled.filter(({ after }) => after.length < this.#context);
    for (const hit of filled) if (hit.after.length === this.#context) yield hit;
  }

  /** Places in these bytes; a hit may begin before them. */
  #hitAt(bytes: Uint8Array, start: number, end: number, encoding: Encoding): ByteHit {
    const textOf = (from: number, to: number) =>
      this.#tail.slice(Math.max(0, this.#tail.length + from), Math.max(0, this.#tail.length + Math.min(0, to))) +
      latin1(bytes.subarray(Math.max(0, from), Math.max(0, to)));
    return {
      ...{ at: this.#place + start, length: end - start, encoding },
      before: textOf(start - this.#context, start),
      hit: textOf(start, end),
      after: textOf(end, Math.min(bytes.length, end + this.#context)),
    };
  }
}
