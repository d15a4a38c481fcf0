import { rmSync, writeSync } from 'node:fs';
import { type FileHandle, mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableFile } from './indexed-bytes.ts';

/** Written at once. */
const BATCH_BYTES = 1024 * 1024;

/** A temporary file for bytes that lie nowhere else: of formats that wrap them up, and of standard input. */
export class Spool implements ReadableFile {
  readonly #folder: string;
  readonly #file: FileHandle;
  readonly #batch = new Uint8Array(BATCH_BYTES);
  #waiting = 0;
  #written = 0;

  private constructor(folder: string, file: FileHandle) {
    this.#folder = folder;
    this.#file = file;
    // Also where the process ends without closing it.
    process.once('exit', this.#remove);
  }

  static async create(): Promise<Spool> {
    const folder = await mkdtemp(join(tmpdir(), 'bitstap-'));
    return new Spool(folder, await open(join(folder, 'spool'), 'w+'));
  }

  /** Gives the place of the bytes. Waits for the disk. */
  append(bytes: Uint8Array): number {
    const place = this.#written + this.#waiting;
    if (this.#waiting + bytes.length > BATCH_BYTES) this.#flush();
    if (bytes.length > BATCH_BYTES) this.#write(bytes);
    else {
      this.#batch.set(bytes, this.#waiting);
      this.#waiting += bytes.length;
    }
    return place;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }> {
    this.#flush();
    return this.#file.read(buffer, offset, length, position);
  }

  async close(): Promise<void> {
    await this.#file.close();
    process.off('exit', this.#remove);
    this.#remove();
  }

  readonly #remove = (): void => rmSync(this.#folder, { recursive: true, force: true });

  #flush(): void {
    if (this.#waiting > 0) this.#write(this.#batch.subarray(0, this.#waiting));
    this.#waiting = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const written = writeSync(this.#file.fd, bytes, at, bytes.length - at, this.#written);
      at += written;
      this.#written += written;
    }
  }
}
