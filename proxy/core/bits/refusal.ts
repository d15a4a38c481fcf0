/** What a refusal says about the session: whether it may mean "I do not know it". */
import {
  ACCESS_DENIED,
  CONTEXT_APPLICATION,
  DISK_FULL,
  DISK_FULL_AS_PRINTED,
  INVALID_ARGUMENT,
  SERVER_EXECUTE_ENABLED,
  SESSION_NOT_FOUND,
  TOO_LARGE,
} from './hresult.ts';
import type { Ack, CancelSession, CloseSession, Fragment, RequestPacket } from './packet.ts';
import { type ContentRange, rangeLength } from './range.ts';
import type { Session } from './session.ts';

/** The packets that name a session which must exist [BUP §3.2.5.2.3]. */
export type SessionPacket = Fragment | CloseSession | CancelSession;

/** A challenge: the same packet comes again with credentials [BUP §3.1.5.1.7]. */
export function isChallenge(status: number): boolean {
  return status === 401 || status === 407;
}

/**
 * The statuses that servers were seen to answer for a session that they don't know. 403, 411, 413 and 501 are checked
 * before the session is looked up [BUP §3.2.5.2.3], 416 after it; other 5xx are passing troubles.
 */
const DENIALS: ReadonlySet<number> = new Set([400, 404, 409, 410, 500]);

/** Codes that name another cause. */
const OTHER_CAUSES: ReadonlySet<number> = new Set([TOO_LARGE, DISK_FULL, DISK_FULL_AS_PRINTED, ACCESS_DENIED, SERVER_EXECUTE_ENABLED]);

/** Whether an answer may mean that the server does not know the session. It says so for certain with 0x8020001F. */
export function mayDenySession({ status, error }: Ack, request: SessionPacket, before: Session): boolean {
  if (error?.code === SESSION_NOT_FOUND) return true;
  if (!DENIALS.has(status) || (error?.code !== undefined && OTHER_CAUSES.has(error.code))) return false;
  // The application behind the server is asked with the final Fragment; elsewhere this context is a slip.
  if (error?.context === CONTEXT_APPLICATION && endsTheFile(request)) return false;
  return status !== 400 || isWellFormed(request, before);
}

/** Whether the request gives a server no ground to answer 400: its length and range are there and agree [BUP §2.2.6.1]. */
export function isWellFormed(request: SessionPacket, before: Session): boolean {
  if (request.type !== 'fragment') return request.contentLength === 0;
  const { range, contentLength } = request;
  if (!range || !isInBounds(range) || contentLength === undefined) return false;
  return BigInt(contentLength) === rangeLength(range) && range.total === (before.total ?? range.total);
}

/** A range that is inverted or leaves the file is no range, and its bytes do not count [RFC 2616 §14.16]. */
export function isInBounds({ first, last, total }: ContentRange): boolean {
  return first <= last && last < total;
}

/** Whether this is the Fragment with the last byte, the one that the application behind the server is asked about. */
export function endsTheFile(request: RequestPacket): boolean {
  return request.type === 'fragment' && request.range !== undefined && request.range.last + 1n === request.range.total;
}

/** Why a server refused an upload, as far as its answer says. */
export type RefusalCause =
  | 'application'
  | 'application-timeout'
  | 'session-lost'
  | 'too-large'
  | 'disk-full'
  | 'execute-permission'
  | 'uploads-off'
  | 'forbidden'
  | 'exists'
  | 'not-there'
  | 'request-limit'
  | 'file-gone'
  | 'fragment-too-large'
  | 'length-refused'
  | 'bad-request'
  | 'unavailable'
  | 'failed';

interface CauseRow {
  readonly cause: RefusalCause;
  readonly codes?: readonly number[];
  readonly context?: number;
  readonly statuses?: readonly number[];
  readonly packet?: RequestPacket['type'] | 'final-fragment';
}

/** The first row that fits: what names its cause, before what leaves it open [BUP §2.2.1.2, §3.3.6], [DOC bits-return-values]. */
// biome-ignore format: a table
const CAUSES: readonly CauseRow[] = [
  { cause: 'application-timeout', statuses: [408], context: CONTEXT_APPLICATION },
  { cause: 'application',         context: CONTEXT_APPLICATION, packet: 'final-fragment' },
  { cause: 'session-lost',        codes: [SESSION_NOT_FOUND] },
  { cause: 'too-large',           codes: [TOO_LARGE] },
  { cause: 'disk-full',           codes: [DISK_FULL, DISK_FULL_AS_PRINTED] },
  { cause: 'execute-permission',  codes: [SERVER_EXECUTE_ENABLED] },
  { cause: 'uploads-off',         statuses: [501] },
  { cause: 'forbidden',           statuses: [403] },
  { cause: 'forbidden',           codes: [ACCESS_DENIED] },
  { cause: 'exists',              statuses: [409], packet: 'create-session' },
  { cause: 'not-there',           statuses: [404], packet: 'create-session' },
  { cause: 'request-limit',       statuses: [404], packet: 'fragment' },
  { cause: 'file-gone',           statuses: [404], packet: 'close-session' },
  { cause: 'fragment-too-large',  statuses: [413], packet: 'fragment' },
  { cause: 'length-refused',      statuses: [411] },
  { cause: 'bad-request',         statuses: [400] },
  { cause: 'bad-request',         codes: [INVALID_ARGUMENT] },
  { cause: 'unavailable',         statuses: [408, 429, 502, 503, 504] },
  { cause: 'failed',              statuses: [500] },
];

/** Why an answer refuses its request; nothing for an answer that does not, such as 416, or that says nothing. */
export function refusalCause({ status, error }: Ack, request: RequestPacket): RefusalCause | undefined {
  if (status < 400 || status === 416 || isChallenge(status)) return undefined;
  return CAUSES.find(
    ({ codes, context, statuses, packet }) =>
      (codes === undefined || (error?.code !== undefined && codes.includes(error.code))) &&
      (context === undefined || context === error?.context) &&
      (statuses === undefined || statuses.includes(status)) &&
      (packet === undefined || packet === request.type || (packet === 'final-fragment' && endsTheFile(request))),
  )?.cause;
}
