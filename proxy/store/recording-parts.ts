import type { Written } from '../core/capture/block-buffer.ts';
import type { RecordingStatus } from '../core/recording-status.ts';
import type { Disk } from './disk.ts';
import { Part } from './part.ts';
import { partName } from './part-names.ts';
import * as news from './recording-news.ts';
import { WriteQueue, type WriteWatcher } from './write-queue.ts';

export interface PartsSettings {
  readonly file: string;
  readonly kind: RecordingStatus['kind'];
  readonly disk: Disk;
  /** Of all parts; beyond it the oldest goes. */
  readonly maxBytes: number;
  readonly retryMs: number;
  /** Gets what the owner should know, each thing once. */
  readonly tell: (fault: news.RecordingFault) => void;
}

export interface PartsWatcher {
  /** The disk has got on; that memory is free. */
  wrote(batches: readonly Written[]): void;
  /** What was recorded before that time is there no more. */
  forgotten(before: number): void;
  /** The part that was being written is lost, and another was begun in its place. */
  begunAnew(): void;
}

/** When the oldest of so many parts goes, an eighth of what was recorded goes. */
const PARTS = 8;

/** The files of a recording: one after the other is written, and the oldest removed when they are too much. */
export class RecordingParts implements WriteWatcher {
  readonly #settings: PartsSettings;
  readonly #watcher: PartsWatcher;
  readonly #queue: WriteQueue;
  #parts: Part[];
  #current: Part;
  #name = 1;
  #dropped = 0;
  #problem: string | undefined;

  constructor(settings: PartsSettings, watcher: PartsWatcher) {
    this.#settings = settings;
    this.#watcher = watcher;
    const folder = settings.kind === 'temporary' ? 'made' : 'given';
    this.#queue = new WriteQueue({ disk: settings.disk, folder, retryMs: settings.retryMs }, this);
    this.#current = new Part(1, settings.file);
    this.#parts = [this.#current];
  }

  /** Makes the first file. Rejects with the error of the system. */
  create(how: 'new' | 'replace'): Promise<void> {
    return this.#queue.create(this.#current, how);
  }

  /** The one that is being written. */
  get current(): Part {
    return this.#current;
  }

  /** Bytes that are not on the disk. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /** How long a part becomes. */
  get partBytes(): number {
    return Math.ceil(this.#settings.maxBytes / PARTS);
  }

  get status(): Pick<RecordingStatus, 'files' | 'kind' | 'bytes' | 'droppedParts' | 'problem'> {
    return {
      files: this.#parts.map(({ path }) => path),
      kind: this.#settings.kind,
      bytes: this.#bytes,
      droppedParts: this.#dropped,
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }

  get #bytes(): number {
    return this.#parts.reduce((sum, { length }) => sum + length, 0);
  }

  find(number: number): Part | undefined {
    return this.#parts.find((part) => part.number === number);
  }

  /** Whole blocks of what was seen from `since` to `until`. */
  add(written: Written, since: number | undefined, until: number): void {
    const part = this.#current;
    part.beganAt ??= since;
    part.lastAt = until;
    this.#queue.add(part, written);
  }

  /** Goes on with the next part, and makes room for it. */
  next(): void {
    while (this.#parts.length > 1 && this.#bytes + this.partBytes > this.#settings.maxBytes) this.#dropOldest();
    this.#name += 1;
    this.#begin(partName(this.#settings.file, this.#name));
  }

  /** Resolves when what waits now is on the disk, or can't be for now. */
  settle(): Promise<void> {
    return this.#queue.settle();
  }

  /** Resolves with how many bytes could not be written. */
  async close(patienceMs: number): Promise<number> {
    await this.#queue.close(patienceMs);
    const { waiting } = this;
    // A write that hangs must not keep us: its file is closed when it is over.
    const closing = this.#parts.map((part) => part.giveUp());
    if (waiting === 0) await Promise.all(closing);
    return waiting;
  }

  wrote(batches: readonly Written[]): void {
    this.#watcher.wrote(batches);
  }

  failed(part: Part, reason: string): void {
    this.#problem = reason;
    this.#settings.tell(news.failed(part, reason));
  }

  recovered(part: Part): void {
    this.#problem = undefined;
    this.#settings.tell(news.recovered(part));
  }

  lost(part: Part): void {
    this.#settings.tell(news.lost(part));
    this.#forget(part);
    if (part !== this.#current) return;
    this.#begin(part.path);
    this.#watcher.begunAnew();
  }

  taken(part: Part): void {
    this.#name += 1;
    part.path = partName(this.#settings.file, this.#name);
  }

  #begin(path: string): void {
    this.#current = new Part(this.#current.number + 1, path);
    this.#parts.push(this.#current);
  }

  #dropOldest(): void {
    const [oldest] = this.#parts;
    if (!oldest) return;
    this.#settings.tell(news.dropped(oldest, this.#settings.maxBytes));
    void this.#remove(oldest);
    this.#forget(oldest);
  }

  async #remove(part: Part): Promise<void> {
    try {
      await part.giveUp();
      await this.#settings.disk.remove(part.path);
    } catch (error) {
      this.#settings.tell(news.notRemoved(part, error instanceof Error ? error.message : String(error)));
    }
  }

  #forget(part: Part): void {
    this.#dropped += 1;
    if (part === this.#parts[0]) this.#watcher.forgotten(part.lastAt);
    this.#parts = this.#parts.filter((other) => other !== part);
    void part.giveUp();
  }
}
