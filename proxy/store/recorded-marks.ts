import type { RecordingEncoder } from '../core/capture/recording-encoder.ts';
import { type MarkChange, placeId } from '../core/mark.ts';
import { MarkBook } from '../core/mark-book.ts';
import * as news from './recording-news.ts';

/** Places that were ever marked. */
const MAX_PLACES = 20_000;
/** What a mark takes in a file beside its comment, bytes; and one character of the comment at most. */
const MARK_BYTES = 512;
const CHARACTER_BYTES = 6;

/**
 * The marks of a recording. Each part of it, and what comes behind a pause, begins with all of them: old parts are removed,
 * and what was to be written during a pause is not.
 */
export class RecordedMarks {
  readonly #encoder: RecordingEncoder;
  readonly #tell: (fault: news.RecordingFault) => void;
  readonly #book = new MarkBook(MAX_PLACES);
  /** Where each was made, by the ids of the places. */
  readonly #connections = new Map<string, string>();
  #left = 0;

  constructor(encoder: RecordingEncoder, tell: (fault: news.RecordingFault) => void) {
    this.#encoder = encoder;
    this.#tell = tell;
  }

  take(change: MarkChange, connection: string | undefined): void {
    if (this.#book.take(change) !== 'taken') return;
    if (connection !== undefined) this.#connections.set(placeId(change.place), connection);
    this.#encoder.mark(change, connection);
  }

  /** Writes all of them again, the latest first, as far as there is room. */
  repeat(maxBytes: number): void {
    let room = maxBytes;
    let left = 0;
    for (const change of this.#book.changes.toSorted((a, b) => b.at - a.at)) {
      room -= MARK_BYTES + change.comment.length * CHARACTER_BYTES;
      if (room < 0) left += 1;
      else this.#encoder.mark(change, this.#connections.get(placeId(change.place)));
    }
    if (left > this.#left) this.#tell(news.marksLeft(left));
    this.#left = left;
  }
}
