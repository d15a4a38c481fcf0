/** Something that happens at a time. */
export interface Timed {
  readonly at: number;
}

interface Waiting<Event> extends Timed {
  /** Among those of one time, the lowest is first; then the one that came first. */
  readonly rank: number;
  readonly event?: Event;
  /** What follows the event. */
  readonly more?: AsyncIterator<Event>;
}

/**
 * Puts together in the order of time what happens in many places. A sequence is read only when its turn comes, one event at a
 * time, and may begin later than was said.
 */
export class InTimeOrder<Event extends Timed> {
  /** The next is at the end. */
  readonly #waiting: Waiting<Event>[] = [];

  /** When the next thing happens; a sequence may begin later. */
  get nextAt(): number {
    return this.#waiting.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  }

  add(event: Event, rank: number): void {
    this.#insert({ at: event.at, rank, event });
  }

  /** `at`: not before this. */
  addSequence(at: number, rank: number, events: AsyncIterable<Event>): void {
    this.#insert({ at, rank, more: events[Symbol.asyncIterator]() });
  }

  /** The next event; nothing where a sequence turned out to begin later, or to be over. */
  async take(): Promise<Event | undefined> {
    const next = this.#waiting.pop();
    if (!next) return undefined;
    const following = await next.more?.next();
    if (next.more && following && !following.done)
      this.#insert({ at: following.value.at, rank: next.rank, event: following.value, more: next.more });
    return next.event;
  }

  #insert(waiting: Waiting<Event>): void {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#waiting[middle];
      if (other && isBefore(waiting, other)) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, waiting);
  }
}

function isBefore(a: Waiting<unknown>, b: Waiting<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.rank < b.rank);
}
