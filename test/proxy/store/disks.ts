import type { Disk, WritableFile } from '../../../proxy/store/disk.ts';
import { DISK } from '../../../proxy/store/disk.ts';

/** The real disk, but for what a test does to its writes. */
export class TestDisk implements Disk {
  /** With this code of the system writes fail. */
  failure: string | undefined;
  /** Bytes that still have room; a write that needs more writes what fits, and fails. */
  room = Number.POSITIVE_INFINITY;
  /** Lengths of the writes that were done. */
  readonly writes: number[] = [];
  #held: Promise<void> | undefined;
  #release: () => void = () => {};

  /** From now on nothing is written until `release`. */
  hold(): void {
    this.#held ??= new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#held = undefined;
    this.#release();
  }

  async create(path: string, options: Parameters<Disk['create']>[1]): Promise<WritableFile> {
    const file = await DISK.create(path, options);
    return {
      read: (...args) => file.read(...args),
      truncate: (length) => file.truncate(length),
      isThere: () => file.isThere(),
      close: () => file.close(),
      write: (pieces, place) => this.#write(file, Buffer.concat(pieces), place),
    };
  }

  remove(path: string): Promise<void> {
    return DISK.remove(path);
  }

  async #write(file: WritableFile, bytes: Uint8Array, place: number): Promise<void> {
    await this.#held;
    if (this.failure !== undefined) throw systemError(this.failure);
    const fits = Math.min(bytes.length, this.room);
    if (fits > 0) await file.write([bytes.subarray(0, fits)], place);
    this.room -= fits;
    if (fits < bytes.length) throw systemError('ENOSPC');
    this.writes.push(bytes.length);
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: so the test wants it`), { code });
}
