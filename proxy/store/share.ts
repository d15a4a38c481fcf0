import type { RecordedShare } from '../core/recording-status.ts';
import { LeftOutBytes } from './left-out-bytes.ts';
import * as news from './recording-news.ts';

/** How much of what comes is recorded, by how much waits for the disk; and what that cost. */
export class Share {
  /** Of bodies, while only heads are kept. */
  readonly cut = new LeftOutBytes();
  /** Of all, while nothing is. */
  readonly lost = new LeftOutBytes();
  readonly #maxWaitingBytes: number;
  readonly #tell: (fault: news.RecordingFault) => void;
  #now: RecordedShare = 'all';

  constructor(maxWaitingBytes: number, tell: (fault: news.RecordingFault) => void) {
    this.#maxWaitingBytes = maxWaitingBytes;
    this.#tell = tell;
  }

  get now(): RecordedShare {
    return this.#now;
  }

  /** Decides anew. `resumed`: behind a pause everything is recorded again. */
  weigh(waiting: number, at: number): 'resumed' | undefined {
    const max = this.#maxWaitingBytes;
    if (this.#now === 'all' && waiting >= max) this.#change('heads', news.cutting(), this.cut, at);
    else if (this.#now === 'heads' && waiting >= 2 * max) this.#change('nothing', news.pausing(), this.lost, at);
    else if (this.#now !== 'all' && waiting <= max / 2) return this.#goOn();
    return undefined;
  }

  /** Says what was left out last, if anything is at the moment. */
  tellLeftOut(): void {
    if (this.#now === 'nothing') this.#tell(news.pauseWas(this.lost.latest));
    if (this.#now !== 'all') this.#tell(news.cutWas(this.cut.latest));
  }

  #change(share: RecordedShare, fault: news.RecordingFault, counted: LeftOutBytes, at: number): void {
    this.#now = share;
    counted.begin(at);
    this.#tell(fault);
  }

  #goOn(): 'resumed' | undefined {
    this.tellLeftOut();
    const paused = this.#now === 'nothing';
    this.#now = 'all';
    return paused ? 'resumed' : undefined;
  }
}
