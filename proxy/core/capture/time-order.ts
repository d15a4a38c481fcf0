import type { WireEvent } from '../wire.ts';

/** What an event takes beside its bytes. */
const EVENT_BYTES = 256;

interface Waiting {
  readonly event: WireEvent;
  /** Where the times are the same, the lower rank comes first, and then what was put in first. */
  readonly rank: number;
  readonly number: number;
}

/**
 * Events of several connections, each in its own order, in the order of their times: held back until more of them wait than
 * is allowed, the earliest first. What comes later than that is told as if it had
 * happened then.
 */
export class TimeOrder {
  readonly #take: (event: WireEvent) => void;
  readonly #maxBytes: number;
  /** A heap: each is not later than the two at twice its place. */
  readonly #heap: Waiting[] = [];
  #bytes = 0;
  #number = 0;
  #toldAt = 0;
  /** How many came too late for their place. */
  late = 0;

  constructor(take: (event: WireEvent) => void, maxBytes: number) {
    this.#take = take;
    this.#maxBytes = maxBytes;
  }

  /** The bytes in it must stay as they are. `rank`: above 0 it comes behind others of the same time that are still to be added. */
  add(event: WireEvent, rank = 0): void {
    this.#number += 1;
    if (event.at < this.#toldAt) this.late += 1;
    this.#bytes += sizeOf(event);
    this.#rise({ event, rank, number: this.#number });
    while (this.#bytes > this.#maxBytes) this.#tell();
  }

  /** Nothing more will come. */
  flush(): void {
    while (this.#heap.length > 0) this.#tell();
  }

  #tell(): void {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (!first || !last) return;
    if (this.#heap.length > 0) this.#sink(last);
    this.#bytes -= sizeOf(first.event);
    this.#toldAt = Math.max(this.#toldAt, first.event.at);
    this.#take(first.event.at < this.#toldAt ? { ...first.event, at: this.#toldAt } : first.event);
  }

  #rise(waiting: Waiting): void {
    let at = this.#heap.length;
    for (let up = (at - 1) >> 1; at > 0; up = (at - 1) >> 1) {
      const above = this.#heap[up];
      if (!above || isBefore(above, waiting)) break;
      this.#heap[at] = above;
      at = up;
    }
    this.#heap[at] = waiting;
  }

  #sink(waiting: Waiting): void {
    let at = 0;
    for (;;) {
      const left = this.#heap[at * 2 + 1];
      const right = this.#heap[at * 2 + 2];
      const rightFirst = left && right && isBefore(right, left);
      const next = rightFirst ? right : left;
      if (!next || isBefore(waiting, next)) break;
      this.#heap[at] = next;
      at = at * 2 + (rightFirst ? 2 : 1);
    }
    this.#heap[at] = waiting;
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  if (a.event.at !== b.event.at) return a.event.at < b.event.at;
  return a.rank === b.rank ? a.number < b.number : a.rank < b.rank;
}

function sizeOf(event: WireEvent): number {
  return EVENT_BYTES + (event.type === 'data' ? event.bytes.length : 0);
}
