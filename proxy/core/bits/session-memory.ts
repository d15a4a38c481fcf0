import { type Header, type HttpRequest, header } from '../http/message.ts';
import { credentialsIn } from './authentication.ts';
import { CONTENT_ENCODING } from './headers.ts';
import { reachesHost } from './host-id.ts';
import type { Ack, CreateSessionAck, Fragment, FragmentAck, NoAck, RequestPacket } from './packet.ts';
import { isChallenge } from './refusal.ts';
import type { Session } from './session.ts';

/** Challenges (401, 407) to one packet in a row: the client sends it again with credentials [BUP §3.1.5.1.7]. */
export interface Challenges {
  readonly packet: RequestPacket['type'];
  readonly status: number;
  readonly count: number;
  /** How many of the requests that were challenged had credentials. */
  readonly withCredentials: number;
  /** Of the latest. */
  readonly connection: string;
  readonly exchange: string;
}

/** The host that the server named in `BITS-Host-Id`, and the client's contact with it [BUP §3.1.2.3]. */
export interface HostIdContact {
  readonly announcedAt: number;
  readonly fallbackTimeoutS?: number;
  /** The first packet to it, and whether that was a Ping. */
  readonly firstPacket?: RequestPacket['type'];
  /** The first contact that failed since the last that succeeded. */
  readonly failedAt?: number;
}

/** The last Close-Session or Cancel-Session, as often as it was sent; again with credentials, after a challenge, is not again. */
export interface EndAttempts {
  readonly packet: 'close-session' | 'cancel-session';
  readonly count: number;
  readonly lastAt: number;
  /** How many came less than 5 s after the one before: the client's minimum retry delay [SDK setminimumretrydelay]. */
  readonly quick: number;
}

/** What rules need to remember of a session beside its progress. Replaced only when something of it changes: hardly ever. */
export interface SessionMemory {
  /** `Accept-Encoding` of the Ack that created it. */
  readonly acceptEncoding?: string;
  /** `Content-Encoding` of the first Fragment; '' where it had none. Absent before. */
  readonly contentEncoding?: string;
  /** The first `Content-Name`. */
  readonly contentName?: string;
  /** Until a packet gets another answer. */
  readonly challenges?: Challenges;
  /** Body bytes of Fragments that were challenged, in all. */
  readonly challengedBytes: number;
  readonly hostId?: HostIdContact;
  /** Fragment Acks in a row, of those that tell the client where to go on, whose offset lies inside their Fragment. */
  readonly partialAcks: number;
  /** And those that named the same offset as the one before, although bytes had come. */
  readonly stalledAcks: number;
  readonly ends?: EndAttempts;
  /** The query of the first request, with its `?`; absent where it had none. */
  readonly query?: string;
  /** The server calls itself IIS, and its Ack lacked what IIS sends with every answer. */
  readonly unlikeIis?: boolean;
  /** The HRESULT of its refusals; `various` where they were not all the same. */
  readonly errorCode?: number | 'various';
  /** Connections that the server closed right behind an answer, without having said so. */
  readonly unannouncedCloses: number;
}

export const NO_MEMORY: SessionMemory = { challengedBytes: 0, partialAcks: 0, stalledAcks: 0, unannouncedCloses: 0 };

/** `Close-Session` again within this is too soon [SDK setminimumretrydelay]. */
export const MIN_RETRY_DELAY_MS = 5_000;

/** A request of the session began. */
export function rememberRequest(
  memory: SessionMemory,
  packet: RequestPacket,
  headers: readonly Header[],
  hostId: string | undefined,
): SessionMemory {
  let now = memory;
  if (packet.contentName !== undefined && memory.contentName === undefined) now = { ...now, contentName: packet.contentName };
  if (packet.type === 'fragment' && memory.contentEncoding === undefined)
    now = { ...now, contentEncoding: header(headers, CONTENT_ENCODING) ?? '' };
  if ((packet.type === 'close-session' || packet.type === 'cancel-session') && memory.challenges?.packet !== packet.type)
    now = { ...now, ends: endAgain(memory.ends, packet.type, packet.at) };
  if (now.hostId && !now.hostId.firstPacket && packet.host !== undefined && hostId !== undefined && reachesHost(packet.host, hostId))
    now = { ...now, hostId: { ...now.hostId, firstPacket: packet.type } };
  return now;
}

/** A request of the session, which stands as before its answer, was answered or will never be. */
export function rememberAnswer(
  memory: SessionMemory,
  packet: RequestPacket,
  answer: Ack | NoAck,
  { session: { hostId, nextOffset }, request }: { readonly session: Session; readonly request: HttpRequest },
): SessionMemory {
  const now = hostId !== undefined && memory.hostId ? withContact(memory, memory.hostId, packet, answer, hostId) : memory;
  if (answer.type === 'no-ack') return now;
  if (isChallenge(answer.status)) return withChallenge(now, packet, answer, request);
  const settled = withErrorCode(now.challenges ? withoutChallenges(now) : now, answer);
  const isFragment = answer.type === 'fragment-ack' && packet.type === 'fragment';
  return isFragment ? withOffset(settled, packet, answer, nextOffset, request.bodyLength) : settled;
}

/** What the Ack that created the session said of it. */
export function rememberCreated(memory: SessionMemory, answer: CreateSessionAck): SessionMemory {
  const { acceptEncoding, hostId, fallbackTimeoutS, at } = answer;
  const unlikeIis = isUnlikeIis(answer);
  if (acceptEncoding === undefined && hostId === undefined && !unlikeIis) return memory;
  return {
    ...memory,
    ...(unlikeIis && { unlikeIis }),
    ...(acceptEncoding !== undefined && { acceptEncoding }),
    ...(hostId !== undefined && { hostId: { announcedAt: at, ...(fallbackTimeoutS !== undefined && { fallbackTimeoutS }) } }),
  };
}

/** The server closed the session's connection right behind an answer, and had not said that it would. */
export function rememberUnannouncedClose(memory: SessionMemory): SessionMemory {
  return { ...memory, unannouncedCloses: memory.unannouncedCloses + 1 };
}

function isUnlikeIis({ serverAgent, date, pragma }: CreateSessionAck): boolean {
  return serverAgent?.startsWith('Microsoft-IIS/') === true && date === undefined && pragma === undefined;
}

function withErrorCode(memory: SessionMemory, { error }: Ack): SessionMemory {
  const code = error?.code;
  if (code === undefined || code === memory.errorCode || memory.errorCode === 'various') return memory;
  return { ...memory, errorCode: memory.errorCode === undefined ? code : 'various' };
}

function endAgain(ends: EndAttempts | undefined, packet: EndAttempts['packet'], at: number): EndAttempts {
  if (ends?.packet !== packet) return { packet, count: 1, lastAt: at, quick: 0 };
  const quick = at - ends.lastAt < MIN_RETRY_DELAY_MS ? ends.quick + 1 : ends.quick;
  return { packet, count: ends.count + 1, lastAt: at, quick };
}

function withContact(
  memory: SessionMemory,
  contact: HostIdContact,
  packet: RequestPacket,
  answer: Ack | NoAck,
  hostId: string,
): SessionMemory {
  if (packet.host === undefined || !reachesHost(packet.host, hostId)) return memory;
  const failed = answer.type === 'no-ack' || answer.status >= 500;
  if (failed === (contact.failedAt !== undefined)) return memory;
  const { failedAt: _, ...rest } = contact;
  return { ...memory, hostId: failed ? { ...rest, failedAt: answer.at } : rest };
}

function withChallenge(memory: SessionMemory, packet: RequestPacket, answer: Ack, request: HttpRequest): SessionMemory {
  const { challenges } = memory;
  const same = challenges?.packet === packet.type && challenges.status === answer.status ? challenges : undefined;
  const credentials = credentialsIn(request.head.headers, answer.status) !== undefined ? 1 : 0;
  return {
    ...memory,
    challengedBytes: memory.challengedBytes + request.bodyLength,
    challenges: {
      ...{ packet: packet.type, status: answer.status, connection: packet.connection, exchange: packet.exchange },
      count: (same?.count ?? 0) + 1,
      withCredentials: (same?.withCredentials ?? 0) + credentials,
    },
  };
}

function withoutChallenges({ challenges: _, ...rest }: SessionMemory): SessionMemory {
  return rest;
}

function withOffset(
  memory: SessionMemory,
  { range }: Fragment,
  { nextOffset, status }: FragmentAck,
  before: bigint | undefined,
  bodySent: number,
): SessionMemory {
  if (status >= 300 && status !== 416) return memory;
  const inside = range !== undefined && nextOffset !== undefined && status < 300 && range.first <= nextOffset && nextOffset <= range.last;
  const stalled = bodySent > 0 && nextOffset !== undefined && nextOffset === before;
  const partialAcks = inside ? memory.partialAcks + 1 : 0;
  const stalledAcks = stalled ? memory.stalledAcks + 1 : 0;
  if (partialAcks === memory.partialAcks && stalledAcks === memory.stalledAcks) return memory;
  return { ...memory, partialAcks, stalledAcks };
}
