import type { AnalyzerOptions } from '../core/analyzer.ts';
import type { MarkChange } from '../core/mark.ts';
import type { PlayCommand, PlayOverview, PlayState } from '../core/play.ts';
import type { TimelineEvent } from '../core/timeline.ts';
import type { WireEvent } from '../core/wire.ts';
import { latin1 } from '../latin1.ts';
import { type CaptureStore, refusalIn } from './capture-store.ts';
import { ConnectionFiles } from './connection-files.ts';
import { Moments } from './moments.ts';
import { Playhead } from './playhead.ts';
import { Run } from './run.ts';
import { wireBatches } from './wire-batches.ts';

/** Who shows what the player plays. */
export interface Stage {
  /** What was shown counts no more: the recording begins anew. */
  restart(): void;
  show(events: readonly TimelineEvent[]): void;
  /** What is marked in the files; each change once. */
  mark(changes: readonly MarkChange[]): void;
  tell(state: PlayState, overview: PlayOverview | undefined): void;
  /** The rest of a file can't be read, and why: the timeline says so as well. */
  refuse(message: string): void;
  /** It can't be read any more, and what was shown stays. */
  fail(message: string): void;
}

/** So often is shown what was due, and so often it is told where it is, ms. */
const FRAME_MS = 30;
const TELL_MS = 100;

/**
 * Plays captures as they happened: first as fast as they can be read, then as whoever looks on wishes. To go back it begins
 * anew: what is shown is always what the analyzer says of everything up to that moment.
 */
export class Player {
  readonly #files: readonly string[];
  readonly #store: CaptureStore;
  readonly #options: AnalyzerOptions;
  readonly #moments = new Moments();
  readonly #connections = new ConnectionFiles();
  readonly #head = new Playhead(() => performance.now());
  #stage: Stage | undefined;
  #overview: PlayOverview | undefined;
  #read: PlayState['read'];
  #toldAt = 0;
  #wake = () => {};
  #closed = false;
  #done: Promise<void> | undefined;

  constructor(files: readonly string[], store: CaptureStore, options: AnalyzerOptions = {}) {
    this.#files = files;
    this.#store = store;
    this.#options = { latin1, ...options };
  }

  /** Once. */
  start(stage: Stage): void {
    this.#stage = stage;
    this.#done = this.#play(stage);
  }

  get overview(): PlayOverview | undefined {
    return this.#overview;
  }

  /** The file that a connection was read from. */
  fileOf(connection: string): string | undefined {
    return this.#connections.of(connection);
  }

  get state(): PlayState {
    const { mode, at, speed, goal } = this.#head;
    return { mode, at, speed, ...(this.#read && { read: this.#read }), ...(goal !== undefined && { seeking: goal }) };
  }

  /** Nothing is done while the recording is read for the first time. */
  do(command: PlayCommand): 'done' | 'still reading' {
    if (!this.#overview) return 'still reading';
    this.#obey(command, this.#overview);
    this.#tell();
    this.#wake();
    return 'done';
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#done;
  }

  #obey(command: PlayCommand, { from, to }: PlayOverview): void {
    const head = this.#head;
    switch (command.do) {
      case 'pause':
        return head.pause();
      case 'play':
        if (head.at >= to && head.goal === undefined) head.seek(from);
        return head.play();
      case 'speed':
        head.speed = command.speed;
        return;
      case 'seek':
        return head.seek(Math.min(Math.max(command.at, from), to));
      case 'step': {
        head.pause();
        const moment = this.#moments.step(command.to, command.direction, head.goal ?? head.at);
        if (moment !== undefined) head.seek(moment);
      }
    }
  }

  async #play(stage: Stage): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#fromTheBeginning(stage);
      } catch (error) {
        stage.fail(error instanceof Error ? error.message : String(error));
        this.#finishReading();
        await this.#untilWoken();
      }
    }
  }

  async #fromTheBeginning(stage: Stage): Promise<void> {
    const head = this.#head;
    const isFirst = this.#overview === undefined;
    const run = new Run(this.#options, (events) => {
      if (isFirst) for (const event of events) this.#moments.take(event);
      stage.show(events);
    });
    stage.restart();
    head.at = 0;
    for await (const event of this.#events(stage)) {
      while (event.at > head.due && event.at > head.at) {
        await this.#wait(run, event.at);
        if (!this.#goesOn) return;
      }
      run.take(event);
      head.at = Math.max(head.at, event.at);
      if (run.isLong) await this.#breathe(run);
      if (!this.#goesOn) return;
    }
    run.end();
    this.#finishReading();
    await this.#rest(run);
  }

  /** False where it is to begin anew, or to end. */
  get #goesOn(): boolean {
    return !this.#closed && !this.#head.isBehindGoal;
  }

  /** Nothing is due before the next event. */
  async #wait(run: Run, next: number): Promise<void> {
    this.#arrive(run, next);
    // What it went to may be the moment at which it goes on as fast as it can.
    if (this.#head.due >= next) return;
    const ms = this.#head.until(next);
    await this.#untilWoken(ms === undefined ? undefined : Math.min(TELL_MS, Math.max(FRAME_MS, ms)));
  }

  #arrive(run: Run, next: number): void {
    const reached = this.#head.arrive(next);
    run.pass(this.#head.at);
    if (reached || this.#head.mode === 'paused' || performance.now() - this.#toldAt > TELL_MS) this.#tell();
  }

  async #breathe(run: Run): Promise<void> {
    run.show();
    if (performance.now() - this.#toldAt > TELL_MS) this.#tell();
    await new Promise(setImmediate);
    run.begin();
  }

  /** At the end, until it is to begin anew. */
  async #rest(run: Run): Promise<void> {
    const end = this.#overview?.to ?? this.#head.at;
    this.#head.pause();
    this.#head.at = end;
    this.#arrive(run, end);
    while (this.#goesOn) {
      await this.#untilWoken();
      if (this.#goesOn) this.#arrive(run, end);
    }
  }

  #finishReading(): void {
    this.#overview ??= this.#moments.overview;
    this.#read = undefined;
    if (this.#head.mode === 'reading') this.#head.pause();
  }

  async *#events(stage: Stage): AsyncGenerator<WireEvent> {
    let remember: { readonly file: string; readonly take: (event: WireEvent) => void } | undefined;
    const isFirst = this.#overview === undefined;
    for await (const { events, marks, file, piece } of wireBatches(this.#files)) {
      if (isFirst) this.#read = { file, bytes: piece.read, ...(piece.total !== undefined && { total: piece.total }) };
      if (isFirst && remember?.file !== file) remember = { file, take: await this.#store.add(file) };
      if (isFirst && marks.length > 0) stage.mark(marks);
      for (const event of events) {
        if (remember) this.#meet(event, file, stage);
        remember?.take(event);
        yield event;
      }
    }
  }

  #meet(event: WireEvent, file: string, stage: Stage): void {
    this.#moments.see(event.at);
    this.#connections.take(event, file);
    const refused = refusalIn(event);
    if (refused !== undefined) stage.refuse(`${file}: ${refused}`);
  }

  #tell(): void {
    this.#toldAt = performance.now();
    this.#stage?.tell(this.state, this.#overview);
  }

  async #untilWoken(ms?: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
