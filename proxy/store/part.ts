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
  #waiting: Uint8Array<ArrayBuffer>[] = [];
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

  /** What has to be written next: the first piece that waits, and others as long as there are not too many bytes. */
  next(maxBytes: number): Uint8Array<ArrayBuffer>[] {
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
  add(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#gone) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  /** What was next is written. */
  wrote(pieces: readonly Uint8Array[]): void {
    if (this.#gone) return;
    this.#waiting.splice(0, pieces.length);
    const length = lengthOf(pieces);
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
    for (const bytes of this.#waiting) {
      if (position < start + bytes.length) {
        const found = bytes.subarray(position - start, position - start + target.length);
        target.set(found);
        return found.length;
      }
      start += bytes.length;
    }
    return 0;
  }
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

const NOTHING = { bytesRead: 0 };
