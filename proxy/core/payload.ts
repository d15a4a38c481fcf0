/** Which recorded bytes make the file of an upload, or its reply: what the server acknowledged wins. */
import { CONTENT_RANGE } from './bits/headers.ts';
import { type ByteRange, MAX_OFFSET, parseContentRange } from './bits/range.ts';
import { isChallenge } from './bits/refusal.ts';
import { isSuccess, stretchOf } from './bits/session-progress.ts';
import { type HttpMessage, header, type RequestHead, type ResponseHead } from './http/message.ts';
import { type Piece, Pieces } from './payload/pieces.ts';
import type { Direction } from './recorded-bytes.ts';
import type { SessionView, TimelineRow } from './timeline.ts';

/** A stretch of the file as one message carried it: byte `first` of the file is the first of its body. */
export interface Carrier extends ByteRange {
  readonly exchange: string;
  readonly connection: string;
  readonly from: Direction;
  readonly message: HttpMessage<RequestHead | ResponseHead>;
}

/**
 * Bytes that are not there. `unseen`: this traffic has nobody who sends them. `unacknowledged`: they were sent, and the server never
 * said that it has them.
 */
export interface Hole extends ByteRange {
  readonly kind: 'unseen' | 'unacknowledged';
}

/** The same bytes of the file, sent twice: by the message whose bytes count, and by another. */
export interface Copy extends ByteRange {
  readonly kept: Carrier;
  readonly other: Carrier;
}

export interface PayloadPlan {
  /** Bytes in the file; absent where nothing tells. */
  readonly total: bigint | undefined;
  /** Sorted and disjoint; both ends inclusive, as of all ranges here. */
  readonly pieces: readonly Piece<Carrier>[];
  readonly holes: readonly Hole[];
  /** Why there may be more to it than pieces and holes tell, a sentence each. */
  readonly doubts: readonly string[];
  copies(): Iterable<Copy>;
}

/** The uploaded file; `rows` are those of the session, in their order. Of other packets than Fragments nothing is used. */
export function uploadPlan({ total }: SessionView, rows: Iterable<TimelineRow>): PayloadPlan {
  const pieces = new Pieces<Carrier>();
  const carriers: Carrier[] = [];
  const refused = new Set<Carrier>();
  const totals = new Set(total === undefined ? [] : [total]);
  let acknowledged = 0n;
  for (const row of rows) {
    const carrier = fragmentIn(row);
    if (carrier) carriers.push(carrier);
    if (carrier && isRefused(row)) refused.add(carrier);
    if (row.request?.type === 'fragment' && row.request.range) totals.add(row.request.range.total);
    const next = offsetTold(row);
    if (next === undefined) continue;
    // Of what it has already a server keeps the old bytes; most do, at least.
    if (next > acknowledged && carrier && !refused.has(carrier)) pieces.claim(shared(carrier, acknowledged, next), carrier);
    if (next < acknowledged) pieces.cutAt(next);
    acknowledged = next;
  }
  const end = total !== undefined && total < acknowledged ? total : acknowledged;
  pieces.cutAt(end);
  // What is left was stored of Fragments that were cut off: the latest first. Servers store nothing of what they refuse; most, at least.
  const latest = carriers.toReversed();
  for (const carrier of latest) if (!refused.has(carrier)) pieces.claimFree(shared(carrier, 0n, end), carrier);
  for (const carrier of latest) if (refused.has(carrier)) pieces.claimFree(shared(carrier, 0n, end), carrier);
  return planOf(total, pieces, carriers, totals.size > 1 ? [sizesText([...totals])] : []);
}

/** The reply of an upload-reply: what came last wins, as where a client writes it to its file. */
export function replyPlan({ reply }: SessionView, rows: Iterable<TimelineRow>): PayloadPlan {
  const pieces = new Pieces<Carrier>();
  const carriers: Carrier[] = [];
  const doubts: string[] = [];
  for (const row of rows) {
    const carrier = row.exchange.kind === 'reply' ? downloadIn(row) : undefined;
    if (typeof carrier === 'string') doubts.push(carrier);
    if (carrier === undefined || typeof carrier === 'string') continue;
    carriers.push(carrier);
    pieces.claim(carrier, carrier);
  }
  const total = reply?.length;
  if (total !== undefined) pieces.cutAt(total);
  return planOf(total, pieces, carriers, doubts);
}

function planOf(total: bigint | undefined, pieces: Pieces<Carrier>, carriers: readonly Carrier[], doubts: readonly string[]): PayloadPlan {
  return { total, pieces: pieces.all, holes: holesOf(total ?? 0n, pieces, carriers), doubts, copies: () => copiesOf(pieces, carriers) };
}

function holesOf(total: bigint, pieces: Pieces<Carrier>, carriers: readonly Carrier[]): readonly Hole[] {
  const sent = new Pieces<Carrier>();
  const holes: Hole[] = [];
  const missing = pieces.free({ first: 0n, last: total - 1n });
  if (missing.length === 0) return holes;
  for (const carrier of carriers) sent.claimFree(carrier, carrier);
  for (const hole of missing) {
    const unseen = sent.free(hole).map((range): Hole => ({ ...range, kind: 'unseen' }));
    const unacknowledged = [...sent.within(hole)].map(({ first, last }): Hole => ({ first, last, kind: 'unacknowledged' }));
    holes.push(...joined([...unseen, ...unacknowledged].sort((a, b) => (a.first < b.first ? -1 : 1))));
  }
  return holes;
}

/** Neighbours of one kind are one hole. */
function joined(holes: readonly Hole[]): readonly Hole[] {
  const found: Hole[] = [];
  for (const hole of holes) {
    const before = found.at(-1);
    if (before && before.kind === hole.kind && before.last + 1n === hole.first) found[found.length - 1] = { ...before, last: hole.last };
    else found.push(hole);
  }
  return found;
}

function* copiesOf(pieces: Pieces<Carrier>, carriers: readonly Carrier[]): Iterable<Copy> {
  for (const other of carriers) {
    for (const { first, last, source } of pieces.within(other)) if (source !== other) yield { first, last, kept: source, other };
  }
}

/** What of a Fragment's range really came. */
function fragmentIn({ exchange, request }: TimelineRow): Carrier | undefined {
  const message = exchange.request;
  if (request?.type !== 'fragment' || !message) return undefined;
  const stretch = stretchOf(request, 0, message.bodyLength);
  return stretch && { ...stretch, exchange: exchange.id, connection: exchange.connection, from: 'client', message };
}

/** The next byte that the server wants, as it says or as a 200 without an offset means; a challenge is no word on it. */
function offsetTold({ request, answer }: TimelineRow): bigint | undefined {
  if (answer?.type !== 'fragment-ack' || isChallenge(answer.status)) return undefined;
  if (answer.nextOffset !== undefined) return answer.nextOffset;
  return isSuccess(answer.status) && request?.type === 'fragment' && request.range ? request.range.last + 1n : undefined;
}

function isRefused({ answer }: TimelineRow): boolean {
  return answer?.type === 'fragment-ack' && !isSuccess(answer.status);
}

/** How many sizes a sentence lists. */
const LISTED = 5;

function sizesText(totals: readonly bigint[]): string {
  const more = totals.length > LISTED ? ` and ${totals.length - LISTED} others` : '';
  return `The Fragments do not agree on the size of the file: ${totals.slice(0, LISTED).join(', ')}${more}. The first is taken.`;
}

/** What of a stretch lies in `[from, to)`. */
function shared({ first, last }: ByteRange, from: bigint, to: bigint): ByteRange {
  return { first: first > from ? first : from, last: last < to ? last : to - 1n };
}

function downloadIn({ exchange }: TimelineRow): Carrier | string | undefined {
  const { id, connection, request, response: message } = exchange;
  if (!message || message.bodyLength === 0 || request?.head.method === 'HEAD') return undefined;
  const range = rangeOf(message.head);
  if (range === 'several') return `The answer of ${id} has several ranges in it (multipart), which are not taken apart.`;
  if (!range) return undefined;
  const end = range.first + BigInt(message.bodyLength) - 1n;
  return { first: range.first, last: end < range.last ? end : range.last, exchange: id, connection, from: 'server', message };
}

/** Which bytes of the reply an answer has; nothing for one that has none. */
function rangeOf({ status, headers }: ResponseHead): ByteRange | 'several' | undefined {
  if (status === 200) return { first: 0n, last: MAX_OFFSET };
  if (status !== 206) return undefined;
  const text = header(headers, CONTENT_RANGE);
  return text === undefined ? 'several' : parseContentRange(text);
}
