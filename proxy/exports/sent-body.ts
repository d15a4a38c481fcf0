import type { RecordedBytes } from '../core/recorded-bytes.ts';
import { bytes as bytesText } from '../core/rules/number.ts';
import type { ExchangeView } from '../core/timeline.ts';
import { bodyOf } from '../store/bodies.ts';

const ZEROS = new Uint8Array(64 * 1024);

/** A request's body in its whole length: what was not recorded of it are zeros, and that is said. */
export async function* sentBody(exchange: ExchangeView, bytes: RecordedBytes, say: (sentence: string) => void): AsyncGenerator<Uint8Array> {
  const { id, connection, request } = exchange;
  if (!request) return;
  let at = 0;
  let missing = 0;
  for await (const piece of bodyOf(bytes, connection, 'client', request)) {
    if (piece.bytes) yield piece.bytes;
    else {
      missing += piece.missing;
      yield* zeros(piece.missing);
    }
    at += piece.bytes?.length ?? piece.missing ?? 0;
  }
  yield* zeros(request.bodyLength - at);
  missing += request.bodyLength - at;
  if (missing > 0) say(`${id}: ${bytesText(missing)} of its body were not recorded: zeros stand for them.`);
}

function* zeros(length: number): Iterable<Uint8Array> {
  for (let left = length; left > 0; left -= ZEROS.length) yield left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS;
}
