import { BodyReader } from '../core/http/body-reader.ts';
import type { HttpMessage, RequestHead, ResponseHead } from '../core/http/message.ts';
import { DEFAULT_MAX_HEAD_BYTES } from '../core/http/reader.ts';
import type { Direction, RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';

/** From one byte of a body up to another (not included). */
export interface BodyRange {
  readonly start: number;
  readonly end: number;
}

type Message = HttpMessage<RequestHead | ResponseHead>;

const WHOLE: BodyRange = { start: 0, end: Number.POSITIVE_INFINITY };

/**
 * The body of a message, or a range of it, as far as it has come: without chunk sizes and trailers. What was not recorded
 * comes as `missing`. `from`: who sent the message.
 */
export function bodyOf(
  bytes: RecordedBytes,
  connection: string,
  from: Direction,
  message: Message,
  range = WHOLE,
): AsyncIterable<RecordedPiece> {
  const { head, framing, bodyLength } = message;
  const first = head.offset + head.length;
  if (framing.kind === 'chunked') return within(unchunked(bytes.read(connection, from, first, Number.POSITIVE_INFINITY)), range);
  return bytes.read(connection, from, first + range.start, first + Math.min(range.end, bodyLength));
}

/** From the beginning on, because only the sizes tell where the bytes are. */
async function* unchunked(pieces: AsyncIterable<RecordedPiece>): AsyncGenerator<RecordedPiece> {
  const reader = new BodyReader(DEFAULT_MAX_HEAD_BYTES);
  reader.begin({ kind: 'chunked' });
  for await (const { at, bytes, missing } of pieces) {
    if (bytes === undefined) {
      if (reader.miss(missing) === 'unknown') return;
      yield { at, missing };
      continue;
    }
    for (let place = 0; place < bytes.length; ) {
      const { end, body, done, problem } = reader.read(bytes, place, 0);
      if (body && body.length > 0) yield { at, bytes: body };
      if (done || problem !== undefined) return;
      place = end;
    }
  }
}

async function* within(pieces: AsyncIterable<RecordedPiece>, { start, end }: BodyRange): AsyncGenerator<RecordedPiece> {
  let at = 0;
  for await (const piece of pieces) {
    const length = piece.bytes?.length ?? piece.missing ?? 0;
    const [from, to] = [Math.max(0, start - at), Math.min(length, end - at)];
    if (from < to) yield piece.bytes ? { at: piece.at, bytes: piece.bytes.subarray(from, to) } : { at: piece.at, missing: to - from };
    at += length;
    if (at >= end) return;
  }
}
