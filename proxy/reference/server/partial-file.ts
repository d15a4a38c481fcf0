import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { errorCode, Refusal } from './refusal.ts';

/** An upload that is not complete yet: a file under a temporary name, open only while bytes arrive. */
export class PartialFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Makes the file, empty. Comes before all else. */
  async create(): Promise<void> {
    const handle = await open(this.#path, 'wx');
    await handle.close();
  }

  /**
   * Writes `chunks` from byte `offset` on, each before the next is asked for: memory holds one chunk. When they break
   * off, the file is cut back to `offset` and the error passed on.
   */
  async write(offset: bigint, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const start = Number(offset);
    const handle = await this.#open();
    try {
      let position = start;
      for await (const chunk of chunks) position += await writeAll(handle, chunk, position);
    } catch (error) {
      await handle.truncate(start);
      throw error;
    } finally {
      await handle.close();
    }
  }

  async #open(): Promise<FileHandle> {
    try {
      return await open(this.#path, 'r+');
    } catch (cause) {
      // Somebody deleted it: the client can only start over.
      if (errorCode(cause) === 'ENOENT') throw new Refusal('session-not-found', 'the partial file is gone', { cause });
      throw cause;
    }
  }

  /** Gives the file its name. Throws EEXIST when that name is taken. */
  async publish(target: string): Promise<void> {
    // `rename` alone would overwrite: the name is claimed first, which only one can do.
    const claim = await open(target, 'wx');
    await claim.close();
    try {
      await rename(this.#path, target);
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** A write may store less than it was given, on a nearly full disk for example. */
async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<number> {
  let written = 0;
  while (written < chunk.length) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
  return chunk.length;
}
