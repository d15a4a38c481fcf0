import type { RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';
import { safeText } from '../core/safe-text.ts';
import type { ExchangeView } from '../core/timeline.ts';
import { type BodyRange, bodyOf } from '../store/bodies.ts';
import { type Answer, problem } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import type { KeptTimeline } from './kept/kept-timeline.ts';

export interface BodyParts {
  readonly kept: KeptTimeline;
  /** What was said, as far as it is recorded. */
  readonly recorded?: RecordedBytes | undefined;
}

/** A window of a body is made in memory: no larger than this, bytes. */
const MAX_WINDOW_BYTES = 4 * 1024 * 1024;
/** So many stretches that are missing are named; what is behind them counts as missing too. */
const MAX_NAMED = 100;
const ZEROS = new Uint8Array(64 * 1024);

/**
 * A body, or with `start` and `end` (not included) a window of it. What was not recorded is zeros, and is named in the header
 * `Bitstap-Missing` as `start-end` (not included), separated by commas. With `download` the whole of it, as a file.
 */
export async function answerBody(
  { kept, recorded }: BodyParts,
  id: string,
  side: 'request' | 'response',
  asked: ApiRequest,
): Promise<Answer> {
  if (!recorded) return problem(404, 'No bodies are recorded here: bitstap was started with --no-record.');
  const exchange = kept.exchange(id);
  const message = exchange?.[side];
  if (!exchange || !message) return problem(404, `There is no ${side} of an exchange ${id}, or it is no longer kept.`);
  const pieces = (range?: BodyRange) => bodyOf(recorded, exchange.connection, side === 'request' ? 'client' : 'server', message, range);
  if (asked.query.has('download')) return download(filled(pieces()), fileName(exchange, side));
  const start = asked.count('start', 0);
  const end = asked.count('end', (start ?? 0) + MAX_WINDOW_BYTES);
  if (start === undefined || end === undefined || end < start)
    return problem(400, 'start and end are whole numbers, and start is not behind end.');
  if (end - start > MAX_WINDOW_BYTES)
    return problem(400, `A window has at most ${MAX_WINDOW_BYTES} bytes; ask for the whole with download.`);
  return window(pieces({ start, end }), start);
}

async function window(pieces: AsyncIterable<RecordedPiece>, start: number): Promise<Answer> {
  const parts: Uint8Array[] = [];
  const missing: string[] = [];
  let at = start;
  for await (const piece of pieces) {
    const length = piece.bytes?.length ?? piece.missing ?? 0;
    if (!piece.bytes && missing.length < MAX_NAMED) missing.push(`${at}-${at + length}`);
    parts.push(piece.bytes ?? new Uint8Array(length));
    at += length;
  }
  const headers = missing.length > 0 ? { 'Bitstap-Missing': missing.join(',') } : {};
  return { status: 200, type: 'application/octet-stream', body: Buffer.concat(parts), headers };
}

function download(body: AsyncIterable<Uint8Array>, name: string): Answer {
  const headers = { 'Content-Disposition': `attachment; filename="${name}"` };
  return { status: 200, type: 'application/octet-stream', body, headers };
}

async function* filled(pieces: AsyncIterable<RecordedPiece>): AsyncGenerator<Uint8Array> {
  for await (const { bytes, missing } of pieces) {
    if (bytes) yield bytes;
    else for (let left = missing; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
  }
}

/** Names of strangers do not become names of files on somebody's disk. */
function fileName({ id }: ExchangeView, side: 'request' | 'response'): string {
  return `${safeText(id)}-${side}.bin`;
}
