import { header, type RequestHead } from '../../core/http/message.ts';
import { type Answer, text } from './answers.ts';
import { pathOf } from './destination.ts';
import type { SessionStore } from './session-store.ts';

const REPLY_PATH = /^\/BITS-Sessions\/Replies\/(?:\{|%7B)([0-9a-f-]{36})(?:\}|%7D)\/reply\.json$/i;

/**
 * Where a session's reply lies, in the layout of IIS [BUP §4.2]. Without scheme and host: behind a proxy that changes
 * `Host` an absolute URL would send the client past it.
 */
export function replyUrl(sessionId: string): string {
  return `/BITS-Sessions/Replies/${encodeURIComponent(sessionId)}/reply.json`;
}

/** GET or HEAD: replies are all there is to download. */
export function answerDownload(head: RequestHead, sessions: SessionStore): Answer {
  const guid = REPLY_PATH.exec(pathOf(head.target))?.[1];
  const reply = guid && sessions.replyOf(`{${guid.toUpperCase()}}`);
  if (!reply) return text(404, 'This server takes BITS uploads, and serves nothing but their replies, until Close-Session.');
  // A Range is for GET only [RFC 9110 §14.2].
  return answerRange(reply, head.method === 'GET' ? header(head.headers, 'Range') : undefined);
}

function answerRange(bytes: Uint8Array, rangeText: string | undefined): Answer {
  const headers = [['Content-Type', 'application/json'] as const, ['Accept-Ranges', 'bytes'] as const];
  const range = parseRange(rangeText, bytes.length);
  if (range === undefined) return { status: 200, headers, body: bytes };
  if (range === 'unsatisfiable') return { ...text(416, 'No such bytes.', [['Content-Range', `bytes */${bytes.length}`]]) };
  const { first, last } = range;
  const contentRange = ['Content-Range', `bytes ${first}-${last}/${bytes.length}`] as const;
  return { status: 206, headers: [...headers, contentRange], body: bytes.subarray(first, last + 1) };
}

/** One range, both ends inclusive. Several, and what is no range at all, are ignored: the whole is sent [RFC 9110 §14.2]. */
function parseRange(value: string | undefined, length: number): { first: number; last: number } | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/i.exec(value ?? '') ?? [];
  if (from === undefined || to === undefined || from + to === '') return undefined;
  if (from === '') return Number(to) === 0 ? 'unsatisfiable' : { first: Math.max(0, length - Number(to)), last: length - 1 };
  const range = { first: Number(from), last: Math.min(to === '' ? length - 1 : Number(to), length - 1) };
  if (to !== '' && Number(to) < Number(from)) return undefined;
  return range.first >= length ? 'unsatisfiable' : range;
}
