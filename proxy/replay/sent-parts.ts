import type { HttpResponse } from '../core/http/message.ts';
import type { RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';
import type { Part } from '../core/replay/move.ts';

/** Where what was recorded can be read. */
export interface RecordedAnswers {
  readonly bytes: RecordedBytes;
  /** The body of an answer, without chunk sizes, from one of its bytes to another, which is not included. */
  readonly readBody: (connection: string, response: HttpResponse, start: number, end: number) => AsyncIterable<RecordedPiece>;
}

/** Zeros stand for what was not kept, in pieces of this many bytes at most. */
const ZEROS = Buffer.alloc(64 * 1024);

/** The bytes of an answer's parts, one after the other. `onMissing`: so many of them were not kept, and are zeros. */
export async function* sentParts(
  parts: readonly Part[],
  recorded: RecordedAnswers,
  onMissing: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part.kind === 'text') yield Buffer.from(part.text, 'latin1');
    else yield* filled(piecesOf(part, recorded), onMissing);
  }
}

function piecesOf(part: Exclude<Part, { kind: 'text' }>, { bytes, readBody }: RecordedAnswers): AsyncIterable<RecordedPiece> {
  if (part.kind === 'said') return bytes.read(part.connection, 'server', part.start, part.end);
  return readBody(part.connection, part.response, part.start, part.end);
}

async function* filled(pieces: AsyncIterable<RecordedPiece>, onMissing: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const { bytes, missing } of pieces) {
    if (bytes) yield bytes;
    else {
      onMissing(missing);
      for (let left = missing; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
    }
  }
}
