import type { PacketLine } from './lines.ts';

/** A stretch of time that is drawn shorter than it was. */
export interface Break {
  /** `silence`: nothing under way. `wait`: a request waits for its answer. `transfer`: a body is on its way for very long. */
  readonly kind: 'silence' | 'wait' | 'transfer';
  readonly from: number;
  readonly until: number;
  readonly top: number;
  readonly bottom: number;
  /** The line that was seen last before it. */
  readonly after: PacketLine | undefined;
}

/** A stretch of the axis, pixels: whether time runs true to scale there, was given more room, or less. */
export interface AxisRun {
  readonly kind: 'true' | 'stretched' | 'compressed';
  readonly top: number;
  bottom: number;
}

/** Silences that would be longer than the first are drawn as long as the second, pixels. */
const LONG_SILENCE = 110;
const SILENCE = 46;
/** Where a body is on its way, more is drawn true. */
const LONGEST = 900;
const TRANSFER = 180;

/** Time to pixels, built up in order of time. */
export class TimeAxis {
  readonly #pxPerMs: number;
  readonly #margin: number;
  readonly breaks: Break[] = [];
  readonly runs: AxisRun[] = [];
  readonly #times: number[] = [];
  readonly #places: number[] = [];
  /** Where it has come to. */
  y = 0;
  #at: number | undefined;
  #sending = 0;
  /** Requests that are complete, and have an answer still to come. */
  #waiting = 0;
  #last: PacketLine | undefined;

  constructor(pxPerMs: number, margin: number) {
    this.#pxPerMs = pxPerMs;
    this.#margin = margin;
  }

  /** Goes on to a moment, and at least down to `least`. */
  advance(at: number, least: number): void {
    if (this.#at === undefined) this.y = this.#margin;
    else this.#pass(this.#at, at, least);
    this.#at = at;
    this.#times.push(at);
    this.#places.push(this.y);
  }

  /** A message begins here. */
  begin(line: PacketLine): void {
    this.#sending += 1;
    if (line.kind === 'answer' && isWaitedFor(line)) this.#waiting -= 1;
    this.#last = line;
  }

  /** A message ends here. */
  end(line: PacketLine): void {
    this.#sending -= 1;
    if (line.kind === 'request' && isWaitedFor(line)) this.#waiting += 1;
    this.#last = line;
  }

  /** Where a moment is: between two that were seen, in proportion. */
  yOf(at: number): number {
    const index = firstAbove(this.#times, at);
    const from = this.#times[index - 1];
    const until = this.#times[index];
    const top = this.#places[index - 1];
    const bottom = this.#places[index];
    if (from === undefined || top === undefined) return this.#margin / 2;
    if (until === undefined || bottom === undefined) return this.y;
    return top + ((bottom - top) * (at - from)) / (until - from);
  }

  #pass(from: number, until: number, least: number): void {
    const top = this.y;
    const natural = Math.max(0, until - from) * this.#pxPerMs;
    const short = this.#shortened(natural);
    this.y = Math.max(top + (short ?? natural), least);
    if (short !== undefined) this.#break(from, until, top);
    const isStretched = this.y - top > natural + 1;
    this.#run(short !== undefined ? 'compressed' : isStretched ? 'stretched' : 'true', top);
  }

  #shortened(natural: number): number | undefined {
    if (this.#sending === 0) return natural > LONG_SILENCE ? SILENCE : undefined;
    return natural > LONGEST ? TRANSFER : undefined;
  }

  #break(from: number, until: number, top: number): void {
    const kind = this.#sending > 0 ? 'transfer' : this.#waiting > 0 ? 'wait' : 'silence';
    this.breaks.push({ kind, from, until, top, bottom: this.y, after: this.#last });
  }

  #run(kind: AxisRun['kind'], top: number): void {
    if (this.y === top) return;
    const before = this.runs.at(-1);
    if (before?.kind === kind) before.bottom = this.y;
    else this.runs.push({ kind, top, bottom: this.y });
  }
}

/** Whether the answer comes after the end of its request. */
function isWaitedFor({ row: { exchange, answer } }: PacketLine): boolean {
  const answeredAt = exchange.response?.startedAt ?? answer?.at;
  if (answeredAt === undefined) return exchange.outcome === 'waiting';
  return exchange.request?.endedAt !== undefined && answeredAt > exchange.request.endedAt;
}

/** The place of the first that is beyond a value, in a list in order. */
function firstAbove(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
