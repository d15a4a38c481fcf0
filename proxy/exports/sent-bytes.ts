/** What was sent for one side of an exchange, byte by byte: heads, chunk sizes and all. */
import { BodyReader } from '../core/http/body-reader.ts';
import type { Unreadable } from '../core/http/exchange.ts';
import type { HttpMessage, RequestHead, ResponseHead } from '../core/http/message.ts';
import { DEFAULT_MAX_HEAD_BYTES } from '../core/http/reader.ts';
import type { Direction, RecordedBytes, RecordedPiece } from '../core/recorded-bytes.ts';
import type { ExchangeView } from '../core/timeline.ts';

const END = Number.POSITIVE_INFINITY;

/** A part of what went one way on a connection, from one place up to another. */
interface Part {
  readonly start: number;
  /** Of a chunked body only its sizes tell where it ends. */
  readonly end: number | 'last chunk';
  /** How many bytes stand in front of the body. */
  readonly head: number;
}

interface Asked {
  readonly bytes: RecordedBytes;
  readonly exchange: ExchangeView;
}

/** The request, and in front of it its head alone where the tap changed it: that is told between the two. */
export function sentByClient({ bytes, exchange }: Asked): readonly AsyncIterable<RecordedPiece>[] {
  const { connection, request, unreadable, rewrites } = exchange;
  const part = partOf(request, unreadable?.from === 'client' ? unreadable : undefined);
  if (!part) return [];
  if (!request || rewrites.length === 0) return [readPart(bytes, connection, 'client', part)];
  const body = part.start + part.head;
  return [bytes.read(connection, 'client', part.start, body), readPart(bytes, connection, 'client', { ...part, start: body, head: 0 })];
}

/** All answers: the interim ones, and the final one. */
export async function* sentByServer({ bytes, exchange }: Asked): AsyncGenerator<RecordedPiece> {
  const { connection, interim, response, unreadable } = exchange;
  for (const { offset, length } of interim) yield* bytes.read(connection, 'server', offset, offset + length);
  const part = partOf(response, unreadable?.from === 'server' ? unreadable : undefined);
  if (part) yield* readPart(bytes, connection, 'server', part);
}

/** Behind what is no HTTP there is nothing that is. */
function partOf(message: HttpMessage<RequestHead | ResponseHead> | undefined, unreadable: Unreadable | undefined): Part | undefined {
  if (!message) return unreadable && { start: unreadable.offset, end: END, head: 0 };
  const { head, framing, bodyLength } = message;
  const part = { start: head.offset, head: head.length };
  if (unreadable || framing.kind === 'tunnel' || framing.kind === 'unknown') return { ...part, end: END };
  return { ...part, end: framing.kind === 'chunked' ? 'last chunk' : head.offset + head.length + bodyLength };
}

function readPart(bytes: RecordedBytes, connection: string, from: Direction, { start, end, head }: Part): AsyncIterable<RecordedPiece> {
  if (end !== 'last chunk') return bytes.read(connection, from, start, end);
  return toLastChunk(bytes.read(connection, from, start, END), head);
}

/** Where bytes are missing outside of chunks, nothing tells any more where the body ends: it ends there. */
async function* toLastChunk(pieces: AsyncIterable<RecordedPiece>, head: number): AsyncGenerator<RecordedPiece> {
  const reader = new BodyReader(DEFAULT_MAX_HEAD_BYTES);
  reader.begin({ kind: 'chunked' });
  let base = -head;
  for await (const piece of pieces) {
    const { bytes } = piece;
    if (bytes === undefined) {
      yield piece;
      if (base < 0 || reader.miss(piece.missing) === 'unknown') return;
      base += piece.missing;
      continue;
    }
    const { end, isLast } = readThrough(reader, bytes, base);
    yield end === bytes.length ? piece : { ...piece, bytes: bytes.subarray(0, end) };
    if (isLast) return;
    base += bytes.length;
  }
}

/** `base`: how far into the body the bytes begin; negative in front of it. */
function readThrough(reader: BodyReader, bytes: Uint8Array, base: number): { readonly end: number; readonly isLast: boolean } {
  let at = Math.min(bytes.length, Math.max(0, -base));
  while (at < bytes.length) {
    const { end, done, problem } = reader.read(bytes, at, base);
    if (done || problem !== undefined) return { end, isLast: true };
    at = end;
  }
  return { end: at, isLast: false };
}
