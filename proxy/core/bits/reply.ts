import type { ExchangeOutcome } from '../http/exchange.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { header } from '../http/message.ts';
import { addSent, type Coverage, EMPTY_COVERAGE } from './coverage.ts';
import { CONTENT_LENGTH, CONTENT_RANGE } from './headers.ts';
import { parseContentRange, parseOffset } from './range.ts';

/** The reply of an upload-reply session [BUP §2.2.7.2], and how much of it reached the client. */
export interface Reply {
  /** `BITS-Reply-URL` as sent. */
  readonly url: string;
  /** Resolved against the destination, backslashes turned, braces encoded; absent where it can't be parsed. */
  readonly href?: string;
  /** `relative` replies are fetched from a host that the client already knows. */
  readonly form: 'absolute' | 'relative';
  readonly announcedAt: number;
  /** Downloads that were tried. */
  readonly downloads: number;
  readonly coverage: Coverage;
  /** Distinct bytes of the reply that reached the client. */
  readonly fetched: bigint;
  /** Its size, once an answer told it. */
  readonly length?: bigint;
  readonly complete: boolean;
}

/** A reply that was just announced; `destination` is the upload's own `http://host/path`. */
export function announceReply(url: string, destination: string, at: number): Reply {
  const href = resolveReplyUrl(url, destination);
  return {
    url,
    ...(href !== undefined && { href }),
    form: /^[a-z][a-z0-9+.-]*:/i.test(url) ? 'absolute' : 'relative',
    announcedAt: at,
    downloads: 0,
    coverage: EMPTY_COVERAGE,
    fetched: 0n,
    complete: false,
  };
}

/** What a download, complete or cut off, brought. */
export function countDownload(reply: Reply, request: HttpRequest, response: HttpResponse | undefined, outcome: ExchangeOutcome): Reply {
  const tried = { ...reply, downloads: reply.downloads + 1 };
  if (!response) return tried;
  const { status, headers } = response.head;
  if (request.head.method === 'HEAD')
    return withLength(tried, status === 200 ? parseOffset(header(headers, CONTENT_LENGTH) ?? '') : undefined);
  if (status === 200) return wholeAnswer(tried, response, outcome);
  if (status === 206) return partialAnswer(tried, response);
  return tried;
}

function wholeAnswer(reply: Reply, response: HttpResponse, outcome: ExchangeOutcome): Reply {
  const declared = response.framing.kind === 'length' ? BigInt(response.framing.length) : undefined;
  const length = declared ?? (outcome === 'answered' ? BigInt(response.bodyLength) : undefined);
  return received(withLength(reply, length), 0n, response.bodyLength);
}

/** Several ranges in one answer (multipart/byteranges) are not taken apart: such a download counts as complete. */
function partialAnswer(reply: Reply, response: HttpResponse): Reply {
  const text = header(response.head.headers, CONTENT_RANGE);
  if (text === undefined) return { ...reply, complete: true };
  const range = parseContentRange(text);
  if (!range) return reply;
  return received(withLength(reply, range.total), range.first, response.bodyLength);
}

function withLength(reply: Reply, length: bigint | undefined): Reply {
  if (length === undefined) return reply;
  return { ...reply, length, complete: reply.complete || reply.fetched >= length };
}

function received(reply: Reply, first: bigint, bytes: number): Reply {
  const coverage = bytes > 0 ? addSent(reply.coverage, { first, last: first + BigInt(bytes) - 1n }) : reply.coverage;
  const fetched = coverage.sent.reduce((sum, range) => sum + range.last - range.first + 1n, 0n);
  return { ...reply, coverage, fetched, complete: reply.complete || (reply.length !== undefined && fetched >= reply.length) };
}

/**
 * The URL that a client asks for: relative values belong to the destination, `\` means `/`, braces
 * and blanks are percent-encoded: that reproduces the GET in [BUP §4.2]. Undefined for what is no http URL.
 */
export function resolveReplyUrl(url: string, destination: string): string | undefined {
  const text = url.trim().replaceAll('\\', '/');
  const base = /^(https?:)\/\/([^/?#]*)([^?#]*)/i.exec(destination);
  if (text === '' || !base) return undefined;
  const [, scheme = 'http:', authority = '', path = '/'] = base;
  if (/^https?:\/\/[^/?#]/i.test(text)) return normaliseUrl(text);
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return undefined;
  if (text.startsWith('//')) return normaliseUrl(`${scheme}${text}`);
  if (text.startsWith('/')) return normaliseUrl(`${scheme}//${authority}${text}`);
  return normaliseUrl(`${scheme}//${authority}${path.slice(0, path.lastIndexOf('/') + 1)}${text}`);
}

function normaliseUrl(url: string): string | undefined {
  const parts = /^(https?):\/\/([^/?#]+)([^#]*)/i.exec(url);
  if (!parts) return undefined;
  const [, scheme = '', authority = '', target = ''] = parts;
  return `${scheme.toLowerCase()}://${authority.toLowerCase()}${normaliseTarget(target || '/')}`;
}

/** A request target in one spelling: dot segments gone, percent signs upper-case, what must be encoded is. */
export function normaliseTarget(target: string): string {
  const turned = target.replaceAll('\\', '/');
  const query = turned.indexOf('?');
  const path = query < 0 ? turned : turned.slice(0, query);
  return encodeUnsafe(removeDotSegments(path)) + (query < 0 ? '' : encodeUnsafe(turned.slice(query)));
}

function encodeUnsafe(text: string): string {
  const upper = text.replace(/%[0-9a-f]{2}/gi, (sequence) => sequence.toUpperCase());
  return upper.replace(/[^!#-;=?-Z[\]_a-z~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function removeDotSegments(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.splice(Math.max(1, kept.length - 1));
    else if (segment !== '.') kept.push(segment);
  }
  return kept.join('/');
}
