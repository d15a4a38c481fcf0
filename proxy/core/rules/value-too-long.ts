import { AUTHORIZATION, CONTENT_NAME, PROXY_AUTHORIZATION, REPLY_URL, SESSION_ID } from '../bits/headers.ts';
import type { RequestPacket } from '../bits/packet.ts';
import { EVERY_PACKET } from '../bits/packet-name.ts';
import { characterCount } from '../bits/url-text.ts';
import { type Header, isName } from '../http/message.ts';
import type { Case } from './case.ts';
import { grouped } from './number.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type What = 'header' | 'credentials' | 'URL' | 'path segment' | 'Content-Name' | 'session id' | 'reply URL';
/** `name`: of the header. `characters`: bytes for a header, else as Windows counts. */
type Long = { side: 'request' | 'answer'; what: What; name?: string; characters: number; limit: number };

/** [BUP §2.2.1, <2>] */
const MAX_HEADER_VALUE = 4_096;
/** [SDK ns-bits-bg_file_info] and [BUP §2.2.1.2], for a reply */
const MAX_URL = 2_200;
/** [SDK ns-bits-bg_file_info] and [BUP §2.2.1.1], for a Content-Name */
const MAX_SEGMENT = 260;
/** [DOC ack-for-create-session] */
const MAX_SESSION_ID = 100;

export const valueTooLong = defineRule<RequestPacket['type'], Long>({
  id: 'value-too-long',
  on: EVERY_PACKET,
  about: 'request',
  once: 'session',
  onceFor: ({ side, what }) => `${side} ${what}`,
  severity: ({ what }) => (what === 'credentials' ? 'note' : 'warning'),
  listed: { severity: 'warning' },
  blames: ({ side }) => (side === 'request' ? 'client' : 'server'),
  confidence({ what }) {
    if (what === 'credentials') return 'guess';
    return what === 'header' || what === 'reply URL' || what === 'Content-Name' ? 'certain' : 'likely';
  },
  source: '[BUP §2.2.1, §2.2.1.1, §2.2.1.2], [DOC ack-for-create-session]',
  title: 'Value longer than BITS allows',
  why: 'Windows servers answer 400 with 0x80070057 to a header value of more than 4,096 bytes. Windows clients take no URL of more than 2,200 characters or 260 in one segment, and no session id of more than 100.',
  fix: 'Shorten the value: a shorter file name or path, a smaller cookie, a plain {GUID} as session id.',
  reality:
    'The client API refuses long URLs before anything is sent, so that one on the wire shows a client that is not Windows. Kerberos tickets can be longer than 4,096 bytes; whether Windows servers count those is not documented.',
  check(judged) {
    if (isShort(judged)) return undefined;
    return [...inUrl(judged.request), ...inRequest(judged), ...inAnswer(judged)];
  },
  message({ side, what, name, characters, limit }) {
    const unit = what === 'header' || what === 'credentials' ? 'bytes' : 'characters';
    const value = name === undefined ? `${what} of the ${side}` : `${name} of the ${side}`;
    return `The ${value} has ${grouped(characters)} ${unit}; the limit is ${grouped(limit)}.`;
  },
});

/** Bytes are at least as many as characters, and a head at least as long as its values: most packets end here. */
function isShort({ request: { target, contentName }, ack, exchange: { request, response } }: Case): boolean {
  if (target.length > MAX_SEGMENT || (contentName !== undefined && contentName.length > MAX_SEGMENT)) return false;
  if (ack.type === 'create-session-ack' && ack.sessionId !== undefined && ack.sessionId.length > MAX_SESSION_ID) return false;
  if (ack.type === 'fragment-ack' && ack.replyUrl !== undefined && ack.replyUrl.length > MAX_URL) return false;
  return (request?.head.length ?? 0) <= MAX_HEADER_VALUE && (response?.head.length ?? 0) <= MAX_HEADER_VALUE;
}

function inUrl({ target, path }: RequestPacket): Long[] {
  const longest = path.split('/').reduce((most, segment) => Math.max(most, characterCount(segment)), 0);
  return [...beyond('request', 'URL', characterCount(target), MAX_URL), ...beyond('request', 'path segment', longest, MAX_SEGMENT)];
}

function inRequest({ request: { contentName = '' }, exchange: { request } }: Case): Long[] {
  const long = beyond('request', 'Content-Name', characterCount(contentName), MAX_SEGMENT);
  return [...long, ...inHeaders('request', request?.head.headers ?? [], [CONTENT_NAME])];
}

/** A page of somebody who does not speak BITS is not measured. */
function inAnswer({ ack, exchange: { response } }: Case): Long[] {
  if (ack.type === 'no-ack' || !ack.bits) return [];
  const id = ack.type === 'create-session-ack' ? (ack.sessionId ?? '') : '';
  const url = ack.type === 'fragment-ack' ? (ack.replyUrl ?? '') : '';
  const long = [
    ...beyond('answer', 'session id', id.length, MAX_SESSION_ID),
    ...beyond('answer', 'reply URL', characterCount(url), MAX_URL),
  ];
  return [...long, ...inHeaders('answer', response?.head.headers ?? [], [SESSION_ID, REPLY_URL])];
}

const CREDENTIALS = [AUTHORIZATION, PROXY_AUTHORIZATION, 'WWW-Authenticate', 'Proxy-Authenticate', 'Authentication-Info'];

/** The first of each kind; those that have a lower limit of their own are left out. */
function inHeaders(side: Long['side'], headers: readonly Header[], measured: readonly string[]): Long[] {
  const long = headers.filter(([name, value]) => value.length > MAX_HEADER_VALUE && !isOneOf(name, measured));
  const kinds = [long.find(([name]) => !isOneOf(name, CREDENTIALS)), long.find(([name]) => isOneOf(name, CREDENTIALS))];
  return kinds.flatMap((found, kind) => {
    if (!found) return [];
    const [name, value] = found;
    return [{ side, what: kind === 0 ? 'header' : 'credentials', name: quoted(name), characters: value.length, limit: MAX_HEADER_VALUE }];
  });
}

function beyond(side: Long['side'], what: What, characters: number, limit: number): Long[] {
  return characters > limit ? [{ side, what, characters, limit }] : [];
}

function isOneOf(name: string, names: readonly string[]): boolean {
  return names.some((known) => isName(name, known));
}
