import type { Written } from '../core/capture/block-buffer.ts';
import { type Disk, errorCode } from './disk.ts';
import type { Part } from './part.ts';

export interface WriteQueueOptions {
  readonly disk: Disk;
  readonly folder: 'made' | 'given';
  /** How long it waits after a failure, ms. */
  readonly retryMs: number;
}

/** What the queue tells; it is told nothing back, and goes on with whatever waits then. */
export interface WriteWatcher {
  /** Something was written: its memory is free. */
  wrote(batches: readonly Written[]): void;
  /** Nothing can be written for now: told once, until `recovered`. */
  failed(part: Part, reason: string): void;
  recovered(part: Part): void;
  /** Its file was removed or replaced by somebody else. */
  lost(part: Part): void;
  /** The name is in use. */
  taken(part: Part): void;
}

/** Written at once, at most: much, because there is only one write for each turn of a busy event loop. */
const WRITE_BYTES = 4 * 1024 ** 2;
/** How often it is looked whether a file still has its name, ms. */
const LOOK_EVERY_MS = 1_000;

/**
 * Writes parts to the disk, one write after the other, and tries again for as long as it takes. What is added is bounded by
 * who adds it.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  readonly #watcher: WriteWatcher;
  #parts: Part[] = [];
  #running: Promise<void> | undefined;
  #lookedAt = 0;
  #failing = false;
  #closing = false;
  #wake: () => void = () => {};
  #settled: (() => void)[] = [];

  constructor(options: WriteQueueOptions, watcher: WriteWatcher) {
    this.#options = options;
    this.#watcher = watcher;
  }

  /** Bytes that are not on the disk. */
  get waiting(): number {
    return this.#parts.reduce((sum, part) => sum + part.waitingBytes, 0);
  }

  add(part: Part, written: Written): void {
    part.add(written);
    if (this.#parts.at(-1) !== part) this.#parts.push(part);
    this.#running ??= this.#run();
  }

  /** Makes the file of a part. Rejects with the error of the system. */
  async create(part: Part, how: 'new' | 'replace' = 'new'): Promise<void> {
    const { disk, folder } = this.#options;
    part.file = await disk.create(part.path, { how, folder });
    this.#lookedAt = performance.now();
    // Given up while it was made.
    if (part.gone) await part.file.close();
  }

  /** Resolves when what waits now is written, or can't be for now. */
  async settle(): Promise<void> {
    if (this.#failing || this.waiting === 0) return;
    await new Promise<void>((resolve) => this.#settled.push(resolve));
  }

  /** Writes what waits, with one more attempt where that failed; but not for longer than `patienceMs`. */
  async close(patienceMs: number): Promise<void> {
    this.#closing = true;
    this.#wake();
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.#running, impatience]);
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    // What is added at once is added first.
    await undefined;
    for (let part = this.#nextPart(); part; part = this.#nextPart()) {
      try {
        await this.#writeSome(part);
      } catch (error) {
        if (errorCode(error) === 'EEXIST') this.#watcher.taken(part);
        else if (!(await this.#keepTrying(part, error))) break;
      }
    }
    this.#running = undefined;
    this.#tellSettled();
  }

  #nextPart(): Part | undefined {
    while (this.#parts[0]?.waitingBytes === 0) this.#parts.shift();
    return this.#parts[0];
  }

  async #writeSome(part: Part): Promise<void> {
    if (!part.file) await this.create(part);
    const { file } = part;
    const next = part.next(WRITE_BYTES);
    if (!file || next.length === 0) return;
    if (await this.#isLost(part)) return this.#watcher.lost(part);
    await file.write(
      next.flatMap(({ pieces }) => pieces),
      part.written,
    );
    part.wrote(next);
    if (this.#failing) {
      this.#failing = false;
      this.#watcher.recovered(part);
    }
    if (this.waiting === 0) this.#tellSettled();
    this.#watcher.wrote(next);
  }

  async #isLost({ file, gone }: Part): Promise<boolean> {
    const nowMs = performance.now();
    if (!file || gone || nowMs - this.#lookedAt < LOOK_EVERY_MS) return false;
    this.#lookedAt = nowMs;
    return !(await file.isThere());
  }

  /** Waits until it may go better; false when there is no time for that any more. */
  async #keepTrying(part: Part, error: unknown): Promise<boolean> {
    if (part.gone) return true;
    if (!this.#failing) this.#watcher.failed(part, error instanceof Error ? error.message : String(error));
    this.#failing = true;
    this.#lookedAt = 0;
    this.#tellSettled();
    await this.#cutBack(part);
    if (this.#closing) return false;
    await this.#pause();
    return true;
  }

  /** So that the file ends with a whole block while it waits. */
  async #cutBack({ file, written }: Part): Promise<void> {
    try {
      await file?.truncate(written);
    } catch {
      // The disk is what is wrong: the next attempt writes over it.
    }
  }

  async #pause(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, this.#options.retryMs);
    });
    clearTimeout(timer);
  }

  #tellSettled(): void {
    const settled = this.#settled;
    this.#settled = [];
    for (const resolve of settled) resolve();
  }
}
