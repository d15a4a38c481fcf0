import { type PlayState, SPEEDS } from '../core/play.ts';

/** Where a player is in a recording, and where it ought to be by now. */
export class Playhead {
  readonly #clock: () => number;
  mode: PlayState['mode'] = 'reading';
  /** The moment that is shown. */
  at = 0;
  #speed = 1;
  #goal: number | undefined;
  /** Which moment it was, and when by the clock that was. */
  #anchor = { wall: 0, at: 0 };

  /** `clock`: milliseconds, from anywhere. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get speed(): number {
    return this.#speed;
  }
  /** A moment to go to at once. What is behind the one that is shown is reached from the beginning. */
  get goal(): number | undefined {
    return this.#goal;
  }
  get isBehindGoal(): boolean {
    return this.#goal !== undefined && this.#goal < this.at;
  }

  /** Up to which moment everything is to be shown now. */
  get due(): number {
    if (this.mode === 'reading') return Number.POSITIVE_INFINITY;
    if (this.#goal !== undefined) return this.#goal;
    if (this.mode === 'paused') return this.at;
    return this.#speed === 0 ? Number.POSITIVE_INFINITY : this.#anchor.at + (this.#clock() - this.#anchor.wall) * this.#speed;
  }

  pause(): void {
    this.#catchUp();
    this.mode = 'paused';
  }

  /** From the moment that is shown, or that it goes to. */
  play(): void {
    this.mode = 'playing';
    this.#anchorAt(this.#goal ?? this.at);
  }

  /** 0: as fast as possible. */
  set speed(speed: number) {
    this.#catchUp();
    this.#anchorAt(this.at);
    this.#speed = speed === 0 ? 0 : Math.min(Math.max(speed, SPEEDS.slowest), SPEEDS.fastest);
  }

  seek(at: number): void {
    this.#goal = at;
  }

  /** Everything that was due is shown; `next` is when something happens again. Tells whether a goal was reached. */
  arrive(next: number): boolean {
    const goal = this.#goal;
    this.#goal = undefined;
    if (goal !== undefined) {
      this.at = goal;
      this.#anchorAt(goal);
    } else if (this.mode === 'playing') this.at = Math.max(this.at, Math.min(this.due, next));
    return goal !== undefined;
  }

  /** How long until that moment is due, ms; nothing where it is not played towards it. */
  until(moment: number): number | undefined {
    return this.mode === 'playing' && this.#speed > 0 ? (moment - this.due) / this.#speed : undefined;
  }

  /** To where it is by now. */
  #catchUp(): void {
    if (this.mode === 'playing' && this.#speed > 0 && this.#goal === undefined) this.at = Math.max(this.at, this.due);
  }

  #anchorAt(at: number): void {
    this.#anchor = { wall: this.#clock(), at };
  }
}
