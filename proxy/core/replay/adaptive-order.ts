import {
  CONTENT_ENCODING,
  CONTENT_LENGTH,
  CONTENT_NAME,
  CONTENT_RANGE,
  PACKET_TYPE,
  SESSION_ID,
  SUPPORTED_PROTOCOLS,
  UPLOAD_PROTOCOL,
} from '../bits/headers.ts';
import type { Ack, RequestType } from '../bits/packet.ts';
import { type ContentRange, formatContentRange, rangeLength } from '../bits/range.ts';
import type { Header } from '../http/message.ts';
import { packetOf, type ScriptStep } from './client-script.ts';
import { bareName } from './header-line.ts';
import type { RetryOptions } from './retries.ts';

/** A request to send. `step` has the head to send it with. */
export interface SendOrder {
  readonly type: 'send';
  readonly packet: RequestType | 'reply';
  readonly step: ScriptStep;
  /** Of a Fragment: what to send of the file. */
  readonly range?: ContentRange;
  /** Not what was recorded there: `step` is only a pattern. */
  readonly added: boolean;
}

export type AdaptiveOrder =
  | SendOrder
  | { readonly type: 'wait'; readonly ms: number; readonly why: string }
  /** Nothing more is to do; `failed` says why not all could be done. */
  | { readonly type: 'end'; readonly failed?: string };

/** What came of a request: an answer, or a connection that broke before it. */
export type Heard = { readonly ack: Pick<Ack, 'status' | 'reason'> & Partial<Ack> } | { readonly broken: string };

export interface AdaptiveOptions extends RetryOptions {
  /** How often the upload may begin anew because the server lost the session; default 3. */
  readonly restarts?: number;
}

/** As Windows spells them [BUP §4.1]. */
const NAMES: Readonly<Record<RequestType, string>> = {
  ping: 'Ping',
  'create-session': 'Create-Session',
  fragment: 'Fragment',
  'close-session': 'Close-Session',
  'cancel-session': 'Cancel-Session',
};

/** What to change in the head of a step beside its places and ids, so that it says what was ordered, of the session with this id. */
export function orderedHeaders(
  { packet, step, range }: SendOrder,
  sessionId: string | undefined,
): {
  readonly set: readonly Header[];
  readonly drop: ReadonlySet<string>;
} {
  if (packet === 'reply') return { set: [], drop: LENGTH };
  const recorded = packetOf(step);
  const asRecorded = packet === recorded?.type;
  const type: Header[] = asRecorded ? [] : [[PACKET_TYPE, NAMES[packet]]];
  if (packet === 'fragment' && range) return { set: [...type, ...rangeHeaders(range, step)], drop: CHUNKED };
  // Only Fragments have a body [BUP §2.2]: whatever stood there is not sent.
  if (asRecorded) return { set: [[CONTENT_LENGTH, '0']], drop: CHUNKED };
  const protocols: Header[] = packet === 'create-session' ? [[SUPPORTED_PROTOCOLS, UPLOAD_PROTOCOL]] : [];
  const isYet = packet === 'close-session' || packet === 'cancel-session';
  const id: Header[] = isYet && sessionId !== undefined ? [[SESSION_ID, sessionId]] : [];
  return { set: [...type, ...protocols, ...id, [CONTENT_LENGTH, '0']], drop: isYet ? BODY : NOT_YET };
}

/** A range as it was recorded stays as it was written. */
function rangeHeaders(range: ContentRange, step: ScriptStep): Header[] {
  const packet = packetOf(step);
  const recorded = packet?.type === 'fragment' ? packet.range : undefined;
  const same = recorded && recorded.first === range.first && recorded.last === range.last && recorded.total === range.total;
  const length: Header = [CONTENT_LENGTH, rangeLength(range).toString()];
  return same ? [length] : [[CONTENT_RANGE, formatContentRange(range)], length];
}

const names = (...headers: readonly string[]): ReadonlySet<string> => new Set(headers.map(bareName));

const LENGTH = names('Transfer-Encoding', 'Trailer', CONTENT_LENGTH);
/** Whoever cuts anew knows the length. */
const CHUNKED = names('Transfer-Encoding', 'Trailer');
const BODY = names('Transfer-Encoding', 'Trailer', CONTENT_RANGE, CONTENT_ENCODING, SUPPORTED_PROTOCOLS);
/** A packet that comes before there is a session. */
const NOT_YET = names('Transfer-Encoding', 'Trailer', CONTENT_RANGE, CONTENT_ENCODING, CONTENT_NAME, SESSION_ID);
