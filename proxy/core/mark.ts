import { fieldsOf } from './json.ts';
import type { ExchangeView, SessionView } from './timeline.ts';

/**
 * What a mark is on, in words that hold wherever the same traffic is read: our ids are those of one process. `at` is when the
 * request began, of a session when it did (ms since the epoch); `name` is for people.
 */
export type MarkPlace =
  | {
      readonly on: 'session';
      /** Without its port. */
      readonly client: string;
      readonly at: number;
      /** The server's id, as sent. */
      readonly sessionId?: string;
      readonly name: string;
    }
  | {
      readonly on: 'request' | 'answer';
      /** `host:port`. */
      readonly client: string;
      readonly at: number;
      /** How many requests began at the same moment on its connection before this one. */
      readonly nth: number;
      readonly name: string;
    };

/** A mark was set, changed or removed. Of those of one place the latest counts, whatever the order in which they are read. */
export interface MarkChange {
  readonly place: MarkPlace;
  /** When it was made, ms since the epoch. */
  readonly at: number;
  /** Lines of text, or empty: a mark without a word. */
  readonly comment: string;
  readonly removed: boolean;
}

/** A mark as it stands, and what it is on here. */
export interface Mark {
  /** That of its place. */
  readonly id: string;
  readonly place: MarkPlace;
  /** When it was set or changed last. */
  readonly at: number;
  readonly comment: string;
  /** Ours, or that of other traffic; absent where what it is on is not in what is shown. */
  readonly session?: string;
  /** Of a packet. */
  readonly exchange?: string;
}

/** What a page names when it marks something. */
export type MarkTarget =
  | { readonly session: string; readonly exchange?: undefined }
  | { readonly exchange: string; readonly side: 'request' | 'answer' };

/** Where marks are kept beside the memory of the process. */
export interface MarkKeeping {
  /** `copy`: of a shared copy; nothing can be marked there. */
  readonly kind: 'recording' | 'file' | 'memory' | 'copy';
  /** The name of the file, where there is one. */
  readonly file?: string;
  /** What its user should know of it, in words. */
  readonly problem?: string;
}

/** Characters of a comment: more would not fit into a comment of pcapng, whatever they are. */
export const MAX_COMMENT = 4_000;
const MAX_NAME = 200;
const MAX_ID = 200;
/** As far as dates go [ECMA-262 §21.4.1.1]. */
const MAX_TIME = 8.64e15;
/** A time is kept to the nanosecond in a recording, and was told with the fractions of a float. */
export const SAME_MOMENT_MS = 0.002;
/** So many requests of one moment are counted. */
const MAX_NTH = 1_000;

/** The same for every mark on one place. */
export function placeId({ on, client, at, ...more }: MarkPlace): string {
  return `${on} ${client} ${at}${'nth' in more && more.nth > 0 ? ` ${more.nth}` : ''}`;
}

export function placeOfSession({ client, createdAt, sessionId, fileName, path }: SessionView): MarkPlace {
  const id = sessionId === undefined || sessionId.length > MAX_ID ? {} : { sessionId };
  return { on: 'session', client, at: createdAt, ...id, name: (fileName || path).slice(0, MAX_NAME) };
}

/** Where the exchange that is marked stands. `before`: the exchange with an id, if it is known. Nothing for bytes that are no request. */
export function placeOfPacket(
  exchange: ExchangeView,
  side: 'request' | 'answer',
  known: { readonly client: string; readonly name: string; readonly before: (id: string) => ExchangeView | undefined },
): MarkPlace | undefined {
  const at = beganAt(exchange);
  if (at === undefined) return undefined;
  let nth = 0;
  for (let number = Number(exchange.id.slice(1)) - 1; nth < MAX_NTH; nth += 1, number -= 1) {
    const other = known.before(`x${number}`);
    if (!other || other.connection !== exchange.connection || !isSameMoment(beganAt(other), at)) break;
  }
  return { on: side, client: known.client, at, nth, name: known.name.slice(0, MAX_NAME) };
}

/** An answer without a request has its own time. */
export function beganAt({ request, response }: ExchangeView): number | undefined {
  return request?.startedAt ?? response?.startedAt;
}

export function isSameMoment(a: number | undefined, b: number): boolean {
  return a !== undefined && Math.abs(a - b) < SAME_MOMENT_MS;
}

/** Whether a change says more than what is known of its place. */
export function isNews(change: MarkChange, known: MarkChange | undefined): boolean {
  return (
    !known || change.at > known.at || (change.at === known.at && (change.comment !== known.comment || change.removed !== known.removed))
  );
}

/** What was read, if it is a change; texts that are too long are none. Never throws. */
export function readMarkChange(value: unknown): MarkChange | undefined {
  const { place, at, comment, removed } = fieldsOf(value);
  const where = readPlace(place);
  if (!where || !isTime(at) || !isText(comment, MAX_COMMENT) || typeof removed !== 'boolean') return undefined;
  return { place: where, at, comment, removed };
}

function readPlace(value: unknown): MarkPlace | undefined {
  const { on, client, at, name, sessionId, nth } = fieldsOf(value);
  if (!isText(client, MAX_ID) || !isTime(at) || !isText(name, MAX_NAME)) return undefined;
  if (on === 'session') {
    if (sessionId === undefined) return { on, client, at, name };
    return isText(sessionId, MAX_ID) ? { on, client, at, sessionId, name } : undefined;
  }
  if (on !== 'request' && on !== 'answer') return undefined;
  return typeof nth === 'number' && Number.isInteger(nth) && nth >= 0 && nth <= MAX_NTH ? { on, client, at, nth, name } : undefined;
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_TIME;
}
