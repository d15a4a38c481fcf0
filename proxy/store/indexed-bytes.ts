import type { Direction, RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';
import { ProxyError } from '../errors.ts';
import type { StreamIndex, Stretch } from './stream-index.ts';

/** A file of which parts can be read; `FileHandle` is one. */
export interface ReadableFile {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

/** Read at once at most: stretches that lie near each other are read together. */
const SPAN_BYTES = 256 * 1024;

/** What was said, read from where the index says that it lies. */
export class IndexedBytes implements RecordedBytes {
  readonly #index: StreamIndex;
  readonly #fileOf: (file: number) => ReadableFile | undefined;

  /** `fileOf` gives nothing for a file that is gone. */
  constructor(index: StreamIndex, fileOf: (file: number) => ReadableFile | undefined) {
    this.#index = index;
    this.#fileOf = fileOf;
  }

  async *read(connection: string, from: Direction, start: number, end: number): AsyncGenerator<RecordedPiece> {
    let at = start;
    for await (const piece of this.#pieces(connection, from, start, end)) {
      const { stretch, bytes } = piece;
      const begin = Math.max(stretch.start, at);
      const stop = Math.min(stretch.start + stretch.length, end);
      if (begin > at) yield { at: stretch.at, missing: begin - at };
      if (stop > begin) yield bytes ? { at: stretch.at, bytes } : { at: stretch.at, missing: stop - begin };
      at = Math.max(at, stop);
    }
  }

  /** Each stretch with what is wanted of its bytes, as far as they are there. */
  async *#pieces(connection: string, from: Direction, start: number, end: number) {
    let waiting: Stretch[] = [];
    let at = start;
    const cut = (stretch: Stretch): Stretch => {
      const skipped = Math.max(0, at - stretch.start);
      const length = Math.min(stretch.length, end - stretch.start) - skipped;
      const { place } = stretch;
      at = Math.max(at, stretch.start + stretch.length);
      return { ...stretch, start: stretch.start + skipped, length, place: place === undefined ? undefined : place + skipped };
    };
    for (const whole of this.#index.stretches(connection, from, start, end)) {
      for (const stretch of sliced(cut(whole))) {
        if (waiting.length > 0 && !fits(waiting, stretch)) {
          yield* await this.#load(waiting);
          waiting = [];
        }
        waiting.push(stretch);
      }
    }
    if (waiting.length > 0) yield* await this.#load(waiting);
  }

  async #load(stretches: readonly Stretch[]): Promise<readonly { readonly stretch: Stretch; readonly bytes: Uint8Array | undefined }[]> {
    const [first] = stretches;
    const last = stretches.at(-1);
    const file = first?.place === undefined ? undefined : this.#fileOf(first.file);
    if (!file || first?.place === undefined || last?.place === undefined)
      return stretches.map((stretch) => ({ stretch, bytes: undefined }));
    const base = first.place;
    const span = await readWhole(file, base, last.place + last.length - base);
    return stretches.map((stretch) => {
      const begin = (stretch.place ?? base) - base;
      const bytes = span.subarray(begin, begin + stretch.length);
      return { stretch, bytes: bytes.length === stretch.length ? bytes : undefined };
    });
  }
}

/** Long ones in pieces that are read one after the other. */
function* sliced(stretch: Stretch): Generator<Stretch> {
  const { place } = stretch;
  if (place === undefined || stretch.length <= SPAN_BYTES) {
    if (stretch.length > 0) yield stretch;
    return;
  }
  for (let done = 0; done < stretch.length; done += SPAN_BYTES) {
    const length = Math.min(SPAN_BYTES, stretch.length - done);
    yield { ...stretch, start: stretch.start + done, length, place: place + done };
  }
}

function fits(waiting: readonly Stretch[], { file, place, length }: Stretch): boolean {
  const [first] = waiting;
  const last = waiting.at(-1);
  if (!first || first.file !== file) return false;
  if (place === undefined || first.place === undefined || last?.place === undefined) return place === first.place;
  return place >= last.place + last.length && place + length - first.place <= SPAN_BYTES;
}

/** As far as the file goes. */
async function readWhole(file: ReadableFile, place: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let read = 0;
  try {
    while (read < length) {
      const { bytesRead } = await file.read(buffer, read, length - read, place + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProxyError('file-unreadable', `What was recorded can't be read any more: ${reason}.`, { cause: error });
  }
  return buffer.subarray(0, read);
}
