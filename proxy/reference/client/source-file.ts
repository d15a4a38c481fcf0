import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ProxyError } from '../../errors.ts';

const CHUNK_BYTES = 256 * 1024;

/** The file to upload was changed while it was sent: what the server has is a mixture [DOC file-transfer-consistency]. */
export class SourceChanged extends Error {
  constructor() {
    super('the file was changed during the upload');
    this.name = 'SourceChanged';
  }
}

interface FileFacts {
  readonly size: bigint;
  readonly mtimeNs: bigint;
}

/** The file to upload, as it was when it was opened. All failures to read it are ProxyErrors. */
export class SourceFile {
  readonly name: string;
  readonly size: bigint;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #mtimeNs: bigint;

  private constructor(path: string, handle: FileHandle, { size, mtimeNs }: FileFacts) {
    this.name = basename(path);
    this.size = size;
    this.#path = path;
    this.#handle = handle;
    this.#mtimeNs = mtimeNs;
  }

  static async open(path: string): Promise<SourceFile> {
    try {
      // Asked before it is opened: to open a pipe would wait for whoever writes to it.
      if (!(await stat(path)).isFile()) throw new Error('it is no regular file');
      const handle = await open(path);
      return new SourceFile(path, handle, await handle.stat({ bigint: true }));
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }

  /** Bytes `[first, last]`, in chunks. Throws SourceChanged when they are not there any more. */
  async *read(first: bigint, last: bigint): AsyncGenerator<Uint8Array> {
    const end = Number(last) + 1;
    for (let position = Number(first); position < end; ) {
      // A fresh buffer for each: the one before may still be on its way out.
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - position));
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, position).catch(this.#fail);
      if (bytesRead === 0) throw new SourceChanged();
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** Throws SourceChanged when the file is not what it was when it was opened. */
  async checkUnchanged(): Promise<void> {
    const { size, mtimeNs } = await this.#handle.stat({ bigint: true }).catch(this.#fail);
    if (size !== this.size || mtimeNs !== this.#mtimeNs) throw new SourceChanged();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  readonly #fail = (cause: unknown): never => {
    throw unreadable(this.#path, cause);
  };
}

function unreadable(path: string, cause: unknown): ProxyError {
  return new ProxyError('file-unreadable', `Cannot read ${path}: ${cause instanceof Error ? cause.message : cause}.`, { cause });
}
