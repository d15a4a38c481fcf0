import { CONTENT_LENGTH, CONTENT_RANGE } from '../bits/headers.ts';
import { parseContentRange } from '../bits/range.ts';
import { type Header, header, type RequestHead } from '../http/message.ts';
import type { HeadChanges } from './answer-head.ts';
import { type Lacking, lacking } from './choice.ts';
import type { Reaction } from './reaction.ts';
import { statusOf } from './session-script.ts';

/** A stretch of a recorded body, without chunk sizes. `end` is not included. */
export interface BodyStretch {
  readonly reaction: Reaction;
  readonly start: number;
  readonly end: number;
}

/** A recorded reply for a download that was recorded in other ranges. */
export interface ReplyAnswer {
  readonly kind: 'assembled';
  /** Whose head is sent, changed. */
  readonly reaction: Reaction;
  readonly changes: HeadChanges;
  readonly body: readonly BodyStretch[];
}

/** What a download has of the reply. */
interface Piece {
  readonly reaction: Reaction;
  readonly first: number;
  readonly end: number;
  readonly total: number;
}

/** The answer to a download of the reply. `choose`: which one of several that are alike comes now. */
export function replyAnswer(
  request: RequestHead,
  replies: readonly Reaction[],
  choose: (list: readonly Reaction[]) => Reaction | undefined,
): Reaction | ReplyAnswer | Lacking {
  const asked = rangeText(request);
  const same = choose(replies.filter(({ request: { head } }) => head.method === request.method && rangeText(head) === asked));
  if (same) return same;
  const pieces = replies.flatMap(pieceOf);
  const [any] = pieces;
  // A server that knows no ranges, and one that has no reply, answers as it always did.
  if (!any) return choose(replies) ?? lacking('no download');
  if (
    request.method === 'GET' &&
    asked !== undefined &&
    pieces.every(({ reaction }) => statusOf(reaction) === 200) &&
    ignoresRanges(pieces)
  )
    return any.reaction;
  return assembled(request, asked, pieces, any);
}

function assembled(request: RequestHead, asked: string | undefined, pieces: readonly Piece[], { total }: Piece): ReplyAnswer | Lacking {
  const range = request.method === 'GET' ? parseRange(asked, total) : undefined;
  const [first, end] = range ?? [0, total];
  const body = request.method === 'HEAD' ? [] : covering(pieces, first, end);
  const status = range ? 206 : 200;
  const base = pieces.find(({ reaction }) => statusOf(reaction) === status) ?? pieces[0];
  if (!body || !base) return lacking(`no download of bytes ${first}-${end - 1}, which were not all recorded`);
  const set: Header[] = [[CONTENT_LENGTH, String(end - first)]];
  if (range) set.push([CONTENT_RANGE, `bytes ${first}-${end - 1}/${total}`]);
  const drop = new Set(['transfer-encoding', ...(range ? [] : ['content-range'])]);
  const changes = { set, drop, ...(statusOf(base.reaction) !== status && { status: range ? '206 Partial Content' : '200 OK' }) };
  return { kind: 'assembled', reaction: base.reaction, changes, body };
}

function rangeText({ headers }: RequestHead): string | undefined {
  return header(headers, 'Range');
}

function ignoresRanges(pieces: readonly Piece[]): boolean {
  return pieces.some(({ reaction }) => rangeText(reaction.request.head) !== undefined);
}

function pieceOf(reaction: Reaction): Piece[] {
  const { request, response } = reaction;
  if (request.head.method !== 'GET' || !response) return [];
  const { bodyLength, head } = response;
  if (statusOf(reaction) === 200) return [{ reaction, first: 0, end: bodyLength, total: bodyLength }];
  const range = statusOf(reaction) === 206 ? parseContentRange(header(head.headers, CONTENT_RANGE) ?? '') : undefined;
  if (!range || range.total > BigInt(Number.MAX_SAFE_INTEGER)) return [];
  const first = Number(range.first);
  return [{ reaction, first, end: first + bodyLength, total: Number(range.total) }];
}

/** One range, as `[first, end)`; several, and what is no range or lies behind the end, ask for the whole. */
function parseRange(text: string | undefined, total: number): readonly [number, number] | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(text ?? '') ?? [];
  if (from === undefined || to === undefined || from + to === '') return undefined;
  if (from === '') return [Math.max(0, total - Number(to)), total];
  const end = to === '' ? total : Math.min(total, Number(to) + 1);
  return Number(from) < end ? [Number(from), end] : undefined;
}

function covering(pieces: readonly Piece[], first: number, end: number): BodyStretch[] | undefined {
  const stretches: BodyStretch[] = [];
  for (let at = first; at < end; ) {
    const best = longest(pieces, at);
    if (!best) return undefined;
    const stop = Math.min(end, best.end);
    stretches.push({ reaction: best.reaction, start: at - best.first, end: stop - best.first });
    at = stop;
  }
  return stretches;
}

function longest(pieces: readonly Piece[], at: number): Piece | undefined {
  let best: Piece | undefined;
  for (const piece of pieces) if (piece.first <= at && piece.end > at && piece.end > (best?.end ?? 0)) best = piece;
  return best;
}
