import { createContext } from 'svelte';
import type { FeedMessage } from '../../proxy/core/feed.ts';
import type { PlayCommand, PlayMark, PlayOverview, PlayState } from '../../proxy/core/play.ts';

/** Asks the player; throws an Error that says why it would not. */
export type SendPlay = (command: PlayCommand) => Promise<void>;

/** What a player may be set to; 0 is as fast as possible. */
export const SPEED_CHOICES = [0.1, 0.5, 1, 2, 5, 10, 50, 100, 0] as const;

/** The player of a recording, as this page sees it; of live traffic there is none. */
export class Playback {
  readonly #send: SendPlay;
  #state = $state.raw<PlayState>();
  #overview = $state.raw<PlayOverview>();
  #problem = $state('');

  constructor(send: SendPlay) {
    this.#send = send;
  }

  /** Nothing for live traffic. */
  get state(): PlayState | undefined {
    return this.#state;
  }
  /** Known once the recording was read. */
  get overview(): PlayOverview | undefined {
    return this.#overview;
  }
  /** Why the player did not do what it was asked. */
  get problem(): string {
    return this.#problem;
  }
  get isPlaying(): boolean {
    return this.#state?.mode === 'playing';
  }
  /** How much of it is behind the moment that is shown: 0 to 1. */
  get progress(): number {
    return this.#overview && this.#state ? placeOf(this.#state.seeking ?? this.#state.at, this.#overview) : 0;
  }
  /** How much of the file was read, 0 to 1, while it is; nothing where its size is not known. */
  get readSoFar(): number | undefined {
    const read = this.#state?.read;
    return read?.total ? read.bytes / read.total : undefined;
  }
  /** Where findings are: 0 to 1. */
  readonly marks: readonly (PlayMark & { readonly place: number })[] = $derived.by(() => {
    const overview = this.#overview;
    return overview ? overview.marks.map((mark) => ({ ...mark, place: placeOf(mark.at, overview) })) : [];
  });

  take({ state, overview }: Extract<FeedMessage, { type: 'play' }>): void {
    this.#state = state;
    if (overview) this.#overview = overview;
  }

  async do(command: PlayCommand): Promise<void> {
    try {
      await this.#send(command);
      this.#problem = '';
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  toggle(): Promise<void> {
    return this.do(this.isPlaying ? { do: 'pause' } : { do: 'play' });
  }

  /** `place`: 0 to 1. */
  async seek(place: number): Promise<void> {
    const overview = this.#overview;
    if (overview) await this.do({ do: 'seek', at: overview.from + place * (overview.to - overview.from) });
  }

  setSpeed(speed: number): Promise<void> {
    return this.do({ do: 'speed', speed });
  }
}

function placeOf(at: number, { from, to }: PlayOverview): number {
  return to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 1;
}

export const [getPlayback, setPlayback] = createContext<Playback>();
