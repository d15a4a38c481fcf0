import { BodyReader } from '../core/http/body-reader.ts';
import type { HttpRequest } from '../core/http/message.ts';
import { DEFAULT_MAX_HEAD_BYTES } from '../core/http/reader.ts';
import type { RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';
import type { ScriptStep } from '../core/replay/client-script.ts';
import type { ContentRun } from '../core/replay/sent-content.ts';

/** A range of the body of a recorded request, without chunk sizes. */
export type ReadBody = (connection: string, request: HttpRequest, start: number, end: number) => AsyncIterable<RecordedPiece>;

/** A piece of a body to send: when it was recorded, and whether it stands for bytes that were not kept. */
export interface OutgoingPiece {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly kept: boolean;
}

/** The body of a recorded request as it went over the wire, chunk sizes and all. */
export async function* asSent(bytes: RecordedBytes, { connection, request }: ScriptStep): AsyncGenerator<OutgoingPiece> {
  const { head, framing, bodyLength } = request;
  const start = head.offset + head.length;
  if (framing.kind === 'chunked') yield* chunked(bytes.read(connection, 'client', start, Number.POSITIVE_INFINITY));
  else if (bodyLength > 0) yield* filled(bytes.read(connection, 'client', start, start + bodyLength), bodyLength);
}

/** Runs of the recorded file, one behind the other; zeros for what was never sent. */
export async function* fromContent(runs: readonly ContentRun[], read: ReadBody): AsyncGenerator<OutgoingPiece> {
  for (const { first, last, step, start } of runs) {
    const length = Number(last - first) + 1;
    if (step) yield* filled(read(step.connection, step.request, start, start + length), length);
    else yield* zeros(0, length);
  }
}

/** Exactly so many bytes: what the recording does not give is zeros. */
async function* filled(pieces: AsyncIterable<RecordedPiece>, length: number): AsyncGenerator<OutgoingPiece> {
  let left = length;
  let at = 0;
  for await (const piece of pieces) {
    at = piece.at;
    if (piece.bytes) {
      const bytes = piece.bytes.subarray(0, left);
      left -= bytes.length;
      yield { at, bytes, kept: true };
    } else {
      const missing = Math.min(left, piece.missing);
      left -= missing;
      yield* zeros(at, missing);
    }
    if (left === 0) return;
  }
  yield* zeros(at, left);
}

/** Up to the end of its last chunk. Where chunks miss nobody knows where their sizes stand: zeros are sent for the bytes themselves. */
async function* chunked(pieces: AsyncIterable<RecordedPiece>): AsyncGenerator<OutgoingPiece> {
  const reader = new BodyReader(DEFAULT_MAX_HEAD_BYTES);
  reader.begin({ kind: 'chunked' });
  for await (const { at, bytes, missing } of pieces) {
    if (bytes === undefined) {
      if (reader.miss(missing) === 'unknown') return;
      yield* zeros(at, missing);
      continue;
    }
    for (let place = 0; place < bytes.length; ) {
      const { end, done, problem } = reader.read(bytes, place, 0);
      yield { at, bytes: bytes.subarray(place, end), kept: true };
      if (done || problem !== undefined) return;
      place = end;
    }
  }
}

const ZEROS = new Uint8Array(64 * 1024);

function* zeros(at: number, length: number): Generator<OutgoingPiece> {
  for (let left = length; left > 0; left -= ZEROS.length) yield { at, bytes: ZEROS.subarray(0, Math.min(left, ZEROS.length)), kept: false };
}
