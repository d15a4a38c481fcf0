import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FeedMessage } from '../../core/feed.ts';
import type { Filter } from '../../core/filter.ts';
import type { KeptTimeline } from '../kept/kept-timeline.ts';
import { MatchingRows } from './matching-rows.ts';

/** Traffic waits no longer than this for a filter, ms. */
const SLICE_MS = 8;
/** A page that waits is told this often what was found so far, ms. */
const PATIENCE_MS = 400;

/** What a page is told of its filter. */
export type Matches = Omit<Extract<FeedMessage, { type: 'matches' }>, 'type' | 'seq'>;

/** One page's filter over all rows: evaluated a slice at a time, told as soon as it is complete, and again when it changes. */
export class PageFilter {
  readonly text: string;
  readonly #rows: MatchingRows;
  readonly #ontell: (matches: Matches) => void;
  #isRunning = false;
  #isFirst = true;
  #isEnded = false;
  /** It was told last that more comes. */
  #owesEnd = false;

  constructor(kept: KeptTimeline, text: string, filter: Filter, ontell: (matches: Matches) => void) {
    this.text = text;
    this.#rows = new MatchingRows(kept, filter);
    this.#ontell = ontell;
  }

  /** Whether everything up to this event was judged, and told. */
  isUpTo(seq: number): boolean {
    return !this.#isFirst && this.#rows.upTo >= seq;
  }

  /** Judges what is new, unless that is being done. */
  async catchUp(): Promise<void> {
    if (this.#isRunning || this.#isEnded) return;
    this.#isRunning = true;
    try {
      await this.#run();
    } finally {
      this.#isRunning = false;
    }
  }

  /** The page has another filter, or is gone. */
  end(): void {
    this.#isEnded = true;
  }

  async #run(): Promise<void> {
    const steps = this.#rows.catchUp();
    let toldAt = performance.now();
    while (!this.#isEnded && runFor(steps, SLICE_MS) === 'more') {
      if (performance.now() - toldAt > PATIENCE_MS) {
        this.#tell('partly');
        toldAt = performance.now();
      }
      await nextTurn();
    }
    if (!this.#isEnded) this.#tell('complete');
  }

  #tell(state: 'partly' | 'complete'): void {
    const counts = this.#rows.takeChanges();
    if (!this.#isFirst && state === 'complete' && Object.keys(counts).length === 0 && !this.#owesEnd) return;
    this.#owesEnd = state === 'partly';
    this.#ontell({ filter: this.text, isFirst: this.#isFirst, isComplete: state === 'complete', counts });
    this.#isFirst = false;
  }
}

function runFor(steps: Generator<undefined, void>, ms: number): 'more' | 'done' {
  const until = performance.now() + ms;
  do {
    if (steps.next().done) return 'done';
  } while (performance.now() < until);
  return 'more';
}
