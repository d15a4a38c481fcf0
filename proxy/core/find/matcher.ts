import type { Needle, Pattern } from './needle.ts';

/** One byte of a pattern that is awaited. */
interface Awaited {
  readonly byte: number;
  /** What is awaited behind it; nothing where the pattern ends. */
  readonly next: readonly number[];
  readonly pattern: Pattern;
}

/** The end of a match, not included, in the bytes that were given. */
export interface Match {
  readonly end: number;
  readonly pattern: Pattern;
}

/** A step not taken yet; below it the steps that end a pattern, as -2 for the first, -3 for the second… */
const UNKNOWN = -1;
const FIRST_END = -2;
const DEFAULT_MAX_STATES = 1_024;

/**
 * Looks for all patterns at once, in bytes that come in pieces: a table of where each byte leads, filled as it is needed and
 * emptied when it is full. Time goes with the bytes, memory with the table. Matches do not overlap: of those that do, it is
 * the one that ends first, and of those that end together the longest.
 */
export class Matcher {
  readonly #patterns: readonly Pattern[];
  readonly #awaited: Awaited[] = [];
  readonly #first: readonly number[];
  readonly #maxStates: number;
  /** 256 to a state. */
  readonly #table: Int32Array;
  /** What each state awaits beside the first bytes. */
  #states: (readonly number[])[] = [];
  #ids = new Map<string, number>();
  #state = 0;

  constructor({ patterns }: Needle, maxStates = DEFAULT_MAX_STATES) {
    this.#patterns = patterns;
    this.#maxStates = maxStates;
    this.#first = patterns.flatMap((pattern) => this.#await(pattern));
    this.#table = new Int32Array(maxStates * 256);
    this.#empty();
  }

  /** What comes has nothing to do with what was before. */
  begin(): void {
    this.#state = 0;
  }

  /** The first match that ends in these bytes from a place on; all of them are taken where there is none. */
  next(bytes: Uint8Array, from: number): Match | undefined {
    const table = this.#table;
    let state = this.#state;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      let to = table[state * 256 + byte] ?? UNKNOWN;
      if (to === UNKNOWN) to = this.#lead(state, byte);
      if (to >= 0) {
        state = to;
        continue;
      }
      this.#state = 0;
      const pattern = this.#patterns[FIRST_END - to];
      if (pattern) return { end: at + 1, pattern };
    }
    this.#state = state;
    return undefined;
  }

  /** From the end to the beginning; gives what is awaited first. */
  #await(pattern: Pattern): readonly number[] {
    let next: readonly number[] = [];
    for (const alternatives of pattern.steps.toReversed()) next = alternatives.map((bytes) => this.#awaitBytes(bytes, next, pattern));
    return next;
  }

  #awaitBytes(bytes: Uint8Array, behind: readonly number[], pattern: Pattern): number {
    let next = behind;
    for (const byte of bytes.toReversed()) next = [this.#awaited.push({ byte, next, pattern }) - 1];
    return next[0] ?? 0;
  }

  #lead(state: number, byte: number): number {
    const from = this.#states[state] ?? [];
    const reached = [...this.#first, ...from].flatMap((index) => {
      const awaited = this.#awaited[index];
      return awaited?.byte === byte ? [awaited] : [];
    });
    const [ended] = reached.filter(({ next }) => next.length === 0).sort((a, b) => b.pattern.length - a.pattern.length);
    const to = ended ? FIRST_END - this.#patterns.indexOf(ended.pattern) : this.#stateOf(reached.flatMap(({ next }) => next));
    // Where the table was emptied for it, the state that led here is forgotten with all others.
    if (this.#states[state] === from) this.#table[state * 256 + byte] = to;
    return to;
  }

  #stateOf(awaited: readonly number[]): number {
    const sorted = [...new Set(awaited)].sort((a, b) => a - b);
    const key = sorted.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.#states.length >= this.#maxStates) this.#empty();
    this.#ids.set(key, this.#states.length);
    return this.#states.push(sorted) - 1;
  }

  #empty(): void {
    this.#table.fill(UNKNOWN);
    this.#states = [[]];
    this.#ids = new Map([['', 0]]);
  }
}
