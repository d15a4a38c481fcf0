import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ProxyError } from '../errors.ts';

export interface NewFileOptions {
  /** Whether a file of that name may be there, which is then replaced. */
  readonly existing: 'kept' | 'replaced';
  /** Files that are read meanwhile: none of them is ever replaced. */
  readonly apart?: readonly string[];
}

/** A file that is there under its name only when it is whole. All methods reject with ProxyError. */
export class NewFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #growing: string;
  readonly #existing: NewFileOptions['existing'];
  #end = 0;

  private constructor(path: string, growing: string, handle: FileHandle, existing: NewFileOptions['existing']) {
    this.path = path;
    this.#growing = growing;
    this.#handle = handle;
    this.#existing = existing;
  }

  static async create(path: string, { existing, apart = [] }: NewFileOptions): Promise<NewFile> {
    if (apart.some((file) => resolve(file) === resolve(path))) throw unwritable(path, 'it is being read');
    await ensureReplaceable(path, existing);
    const growing = `${path}.${randomBytes(4).toString('hex')}.part`;
    const handle = await wrapped(path, () => open(growing, 'wx'));
    return new NewFile(path, growing, handle, existing);
  }

  /** Behind what was written last unless told where; what is skipped are zeros, and takes no room where the file system can do that. */
  async write(bytes: Uint8Array, at: number = this.#end): Promise<void> {
    await wrapped(this.path, async () => {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, at + done);
        done += bytesWritten;
      }
    });
    this.#end = Math.max(this.#end, at + bytes.length);
  }

  /** It is whole: gives it its name. `size`: where it ends, if with zeros that were not written. */
  async keep(size: number = this.#end): Promise<void> {
    try {
      await wrapped(this.path, async () => {
        if (size > this.#end) await this.#handle.truncate(size);
        await this.#handle.close();
      });
      await ensureReplaceable(this.path, this.#existing);
      await wrapped(this.path, () => rename(this.#growing, this.path));
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  /** As if it had never been begun. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#growing, { force: true });
  }
}

/** A device or a folder is never replaced. */
async function ensureReplaceable(path: string, existing: NewFileOptions['existing']): Promise<void> {
  const kind = await kindOf(path);
  if (kind === 'nothing' || (kind === 'file' && existing === 'replaced')) return;
  throw unwritable(path, kind === 'file' ? 'it exists, and only --force replaces it' : 'it is no file');
}

async function kindOf(path: string): Promise<'file' | 'other' | 'nothing'> {
  try {
    return (await stat(path)).isFile() ? 'file' : 'other';
  } catch {
    // Whatever the reason is, opening it will tell.
    return 'nothing';
  }
}

async function wrapped<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw unwritable(path, error instanceof Error ? error.message : String(error), error);
  }
}

function unwritable(path: string, why: string, cause?: unknown): ProxyError {
  return new ProxyError('file-unwritable', `Can't write ${path}: ${why}. Choose another file.`, { cause });
}
