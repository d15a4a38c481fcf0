import type { Written } from '../core/capture/block-buffer.ts';
import type { WritableFile } from './disk.ts';
import type { ReadableFile } from './indexed-bytes.ts';

/** A file of a recording: what is written of it, and what still waits in memory for that. Both can be read. */
export class Part implements ReadableFile {
  readonly number: number;
  path: string;
  /** When its first and its last packet were seen. */
  beganAt: number | undefined;
  lastAt = 0;
  /** Absent until it can be made. */
  file: WritableFile | undefined;
  #written = 0;
  #waiting: Written[] = [];
  #waitingBytes = 0;
  #gone = false;

  constructor(number: number, path: string) {
    this.number = number;
    this.path = path;
  }

  /** On the disk, in whole blocks. */
  get written(): number {
    return this.#written;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  get length(): number {
    return this.#written + this.#waitingBytes;
  }

  /** What has to be written next: the first that waits, and others as long as there are not too many bytes. */
  next(maxBytes: number): Written[] {
    let bytes = 0;
    const more = this.#waiting.findIndex(({ length }, index) => {
      bytes += length;
      return index > 0 && bytes > maxBytes;
    });
    return more < 0 ? [...this.#waiting] : this.#waiting.slice(0, more);
  }

  /** It takes no more, and nothing of it can be read. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Whole blocks, whose memory is not used for anything else until they are written. */
  add(written: Written): void {
    if (this.#gone) return;
    this.#waiting.push(written);
    this.#waitingBytes += written.length;
  }

  /** What was next is written. */
  wrote(batches: readonly Written[]): void {
    if (this.#gone) return;
    this.#waiting.splice(0, batches.length);
    const length = lengthOf(batches);
    this.#written += length;
    this.#waitingBytes -= length;
  }

  async giveUp(): Promise<void> {
    this.#gone = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.file?.close();
  }

  async read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }> {
    if (this.#gone) return NOTHING;
    if (position >= this.#written) return { bytesRead: this.#copyWaiting(buffer.subarray(offset, offset + length), position) };
    if (!this.file) return NOTHING;
    try {
      return await this.file.read(buffer, offset, Math.min(length, this.#written - position), position);
    } catch (error) {
      // It was given up in the meantime.
      if (this.gone) return NOTHING;
      throw error;
    }
  }

  #copyWaiting(target: Uint8Array, position: number): number {
    let start = this.#written;
    let copied = 0;
    for (const { pieces } of this.#waiting) {
      for (const bytes of pieces) {
        const from = position + copied - start;
        start += bytes.length;
        if (from >= bytes.length) continue;
        const found = bytes.subarray(from, from + target.length - copied);
        target.set(found, copied);
        copied += found.length;
        if (copied === target.length) return copied;
      }
    }
    return copied;
  }
}

function lengthOf(batches: readonly Written[]): number {
  return batches.reduce((sum, { length }) => sum + length, 0);
}

const NOTHING = { bytesRead: 0 };
