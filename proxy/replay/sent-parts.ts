import type { Part } from '../core/replay/move.ts';
import type { RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';
import { bodyOf } from '../store/bodies.ts';

/** Zeros stand for what was not kept, in pieces of this many bytes at most. */
const ZEROS = Buffer.alloc(64 * 1024);

/** The bytes of an answer's parts, one after the other. `onMissing`: so many of them were not kept, and are zeros. */
export async function* sentParts(parts: readonly Part[], bytes: RecordedBytes, onMissing: (count: number) => void): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part.kind === 'text') yield Buffer.from(part.text, 'latin1');
    else yield* filled(piecesOf(part, bytes), onMissing);
  }
}

function piecesOf(part: Exclude<Part, { kind: 'text' }>, bytes: RecordedBytes): AsyncIterable<RecordedPiece> {
  if (part.kind === 'said') return bytes.read(part.connection, part.from, part.start, part.end);
  const { reaction, start, end } = part;
  const { response } = reaction;
  return response ? bodyOf(bytes, reaction.row.exchange.connection, 'server', response, { start, end }) : NOTHING;
}

async function* nothing(): AsyncGenerator<RecordedPiece> {}

const NOTHING: AsyncIterable<RecordedPiece> = { [Symbol.asyncIterator]: nothing };

async function* filled(pieces: AsyncIterable<RecordedPiece>, onMissing: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const { bytes, missing } of pieces) {
    if (bytes) yield bytes;
    else {
      onMissing(missing);
      for (let left = missing; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
    }
  }
}
