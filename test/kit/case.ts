/** Cases for rules, built from messages: decoded and counted by the real code, so that a `before` is one that can be. */
import { decodeAnswer, decodeRequest } from '../../proxy/core/bits/decode.ts';
import { UPLOAD_PROTOCOL } from '../../proxy/core/bits/headers.ts';
import type { Ack, NoAck, RequestPacket } from '../../proxy/core/bits/packet.ts';
import { parseContentRange, rangeLength } from '../../proxy/core/bits/range.ts';
import { beginSession, type Session } from '../../proxy/core/bits/session.ts';
import { countAnswer, countBody, countRequest, endRequest } from '../../proxy/core/bits/session-progress.ts';
import type { Exchange } from '../../proxy/core/http/exchange.ts';
import type { HttpRequest, HttpResponse } from '../../proxy/core/http/message.ts';
import type { Case, ConnectionFacts, NotificationCase, PastSession, ServerFacts, SessionCase } from '../../proxy/core/rules/case.ts';
import { exchange, request, response } from './exchange.ts';

export const ID = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';
const HOST = 'bits.example.test';
const SERVER: ServerFacts = { name: `${HOST}:80`, acknowledgedBits: true, watchedFromStart: true };
const PARTIES = { id: 's1', server: `${HOST}:80`, client: '192.0.2.10' };

/** A request and what came of it; without an answer, its connection was cut off. */
export interface Turn {
  readonly request: HttpRequest;
  readonly answer?: HttpResponse;
  readonly connection?: string;
}

interface PacketOptions {
  readonly host?: string;
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body bytes that really came. */
  readonly came?: number;
  /** When it began, ms. */
  readonly at?: number;
}

export function packet(type: string, { host = HOST, id, headers = {}, came, at }: PacketOptions = {}): HttpRequest {
  const named = {
    'BITS-Packet-Type': type,
    ...(id !== undefined && { 'BITS-Session-Id': id }),
    Host: host,
    'Content-Length': '0',
    ...headers,
  };
  const options = { ...(came !== undefined && { bodyLength: came }), ...(at !== undefined && { startedAt: at }) };
  return request('BITS_POST', '/inbox/report.bin', named, options);
}

/** With an offer of the one protocol that there is. */
export function createSession(options: PacketOptions = {}): HttpRequest {
  return packet('Create-Session', { ...options, headers: { 'BITS-Supported-Protocols': UPLOAD_PROTOCOL, ...options.headers } });
}

export const closeSession = (options: PacketOptions = {}) => packet('Close-Session', { id: ID, ...options });
export const cancelSession = (options: PacketOptions = {}) => packet('Cancel-Session', { id: ID, ...options });

/** `0-99/1000`, with the body that belongs to it. */
export function fragment(range: string, options: PacketOptions = {}): HttpRequest {
  const parsed = parseContentRange(`bytes ${range}`);
  const length = parsed && rangeLength(parsed) > 0n ? rangeLength(parsed) : 0n;
  const headers = { 'Content-Range': `bytes ${range}`, 'Content-Length': `${length}`, ...options.headers };
  return packet('Fragment', { id: ID, ...options, headers });
}

interface AckOptions {
  readonly next?: number;
  readonly reply?: string;
  readonly id?: string;
  readonly error?: string;
  readonly context?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** When it began, ms. */
  readonly at?: number;
}

/** An answer of somebody who speaks BITS. */
export function ack(status: number, { next, reply, id, error, context, headers = {}, at }: AckOptions = {}): HttpResponse {
  const named = {
    'BITS-Packet-Type': 'Ack',
    ...(id !== undefined && { 'BITS-Session-Id': id }),
    ...(next !== undefined && { 'BITS-Received-Content-Range': `${next}` }),
    ...(reply !== undefined && { 'BITS-Reply-URL': reply }),
    ...(error !== undefined && { 'BITS-Error': error }),
    ...(context !== undefined && { 'BITS-Error-Context': context }),
    'Content-Length': '0',
    ...headers,
  };
  return response(status, named, at === undefined ? {} : { startedAt: at });
}

/** An answer of somebody who does not. */
export function page(status: number, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return response(status, { 'Content-Type': 'text/html', 'Content-Length': '120', ...headers });
}

/** A Fragment of which the server acknowledges all. */
export function stored(range: string, reply?: string): Turn {
  const end = parseContentRange(`bytes ${range}`)?.last ?? -1n;
  return { request: fragment(range), answer: ack(200, { id: ID, next: Number(end) + 1, ...(reply !== undefined && { reply }) }) };
}

/** A session that we saw created, after these turns. */
export function created(...turns: readonly Turn[]): Session {
  return createdWith({}, ...turns);
}

/** The same, where the Ack that created it has these headers beside its id. */
export function createdWith(headers: Readonly<Record<string, string>>, ...turns: readonly Turn[]): Session {
  const create = { request: createSession(), answer: ack(200, { id: ID, headers }) };
  return [create, ...turns].reduce(count, beginSession(decoded(create).packet, PARTIES));
}

/** A Create-Session that was asked for the first time, ready to be judged. */
export function createCase(turn: Turn, server: Partial<ServerFacts> = {}, context: Context = {}): Case {
  return caseOf(beginSession(decoded(turn).packet, PARTIES), turn, server, context);
}

/** A session that we met in the middle, after these turns. */
export function joined(...turns: readonly Turn[]): Session {
  return turns.reduce(count, beginSession(decoded({ request: closeSession() }).packet, PARTIES));
}

/** What a rule may be told beside the exchange and the session; of the connection, what differs from one in good order. */
export type Context = Partial<Pick<Case, 'upload' | 'overlap' | 'faults'>> & { readonly connection?: Partial<ConnectionFacts> };

/** The last turn, ready to be judged. */
export function caseOf(before: Session, turn: Turn, server: Partial<ServerFacts> = {}, { connection, ...context }: Context = {}): Case {
  const { exchange: judged, packet: sent, answer } = decoded(turn);
  const after = count(before, turn, 98);
  return {
    ...{ exchange: judged, request: sent, ack: answer, before, after, server: { ...SERVER, ...server } },
    connection: { id: sent.connection, answered: before.packets, closeAnnounced: false, serverEnded: false, ...connection },
    upload: { unfinished: 0, forgotten: 0, acknowledgedInVain: 0n, repliesBefore: 0 },
    faults: [],
    ...context,
  };
}

/** What a rule about the request of this exchange found: for rules about its answer. */
export function fault(rule: string, evidence: Case['faults'][number]['evidence'] = {}): Case['faults'][number] {
  return { rule, severity: 'error', confidence: 'certain', blames: 'client', message: `${rule}.`, evidence };
}

/** A session to be judged as it stands, so long after its last packet. */
export function sessionCase(
  session: Session,
  moment: SessionCase['moment'] = 'traffic-ended',
  { silenceMs = 0, earlier = [] }: { readonly silenceMs?: number; readonly earlier?: readonly PastSession[] } = {},
): SessionCase {
  return { session, at: session.lastAt + silenceMs, moment, silenceMs, earlier };
}

/** A POST of a server to the application behind it, and what that answered. */
export function notificationCase(sent: HttpRequest, answer?: HttpResponse, repeats = 0): NotificationCase {
  return { exchange: exchange({ request: sent, ...(answer && { response: answer }) }), request: sent.head, repeats };
}

function count(session: Session, turn: Turn, index: number): Session {
  const { packet: sent, answer } = decoded(turn, `x${index + 1}`);
  const { bodyLength } = turn.request;
  const requested = countRequest(session, sent, turn.request.head.headers);
  const carried = sent.type === 'fragment' && bodyLength > 0 ? countBody(requested, sent, 0, bodyLength) : requested;
  return countAnswer(endRequest(carried, sent, turn.request), sent, answer, turn.request);
}

interface Decoded {
  readonly exchange: Exchange;
  readonly packet: RequestPacket;
  readonly answer: Ack | NoAck;
}

function decoded({ request: sent, answer, connection = 'c1' }: Turn, id = 'x99'): Decoded {
  const cut = { outcome: 'cut-off', cutOff: { by: 'server', how: 'reset' } } as const;
  const made = exchange({ id, connection, request: sent, ...(answer ? { response: answer } : cut) });
  const decodedPacket = decodeRequest(made);
  if (!decodedPacket) throw new Error(`${sent.head.method} is no BITS request`);
  return { exchange: made, packet: decodedPacket, answer: decodeAnswer(made, decodedPacket) };
}
