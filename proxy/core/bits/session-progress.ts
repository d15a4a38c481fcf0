import type { Draft } from '../http/draft.ts';
import type { Header, HttpRequest } from '../http/message.ts';
import { acknowledge, addSent } from './coverage.ts';
import { sameHost } from './host-id.ts';
import { SESSION_NOT_FOUND } from './hresult.ts';
import type { Ack, CreateSessionAck, Fragment, FragmentAck, NoAck, RequestPacket } from './packet.ts';
import type { ByteRange } from './range.ts';
import { isChallenge } from './refusal.ts';
import { announceReply } from './reply.ts';
import { copySession, type LastFragment, type Session, type SessionStep, step } from './session.ts';
import { rememberAnswer, rememberCreated, rememberRequest, rememberUnannouncedClose } from './session-memory.ts';

// What is exported here copies a session once and works on the copy; what is not works on that copy.

/** A request of the session began: its head was read. */
export function countRequest(session: Session, packet: RequestPacket, headers: readonly Header[]): Session {
  const counted = copySession(session);
  counted.lastAt = packet.at;
  counted.packets += 1;
  if (packet.connection !== session.lastConnection) counted.connections += 1;
  counted.lastConnection = packet.connection;
  if (packet.type !== 'ping') counted.lookedUpOn = packet.connection;
  counted.lastExchange = packet.exchange;
  counted.memory = rememberRequest(session.memory, packet, headers, session.hostId);
  counted.hosts = withHost(session.hosts, packet.host);
  if (packet.userAgent !== undefined) counted.userAgent = packet.userAgent;
  if (packet.type === 'create-session') counted.attempts += 1;
  if (packet.type === 'fragment') beginFragment(counted, packet);
  if (packet.type === 'close-session' || packet.type === 'cancel-session')
    counted.end = { packet: packet.type, at: packet.at, exchange: packet.exchange, outcome: 'waiting' };
  return counted;
}

/** Clients name few hosts; a hostile one that names many fills no memory. */
const MAX_HOSTS = 16;

function withHost(hosts: readonly string[], host: string | undefined): readonly string[] {
  if (host === undefined || hosts.length >= MAX_HOSTS || hosts.some((known) => sameHost(known, host))) return hosts;
  return [...hosts, host];
}

function beginFragment(session: Draft<Session>, { range, exchange }: Fragment): void {
  const previous = session.lastFragment;
  const fragment: Draft<LastFragment> = { exchange, bodySent: 0, outcome: 'waiting' };
  if (range) fragment.range = range;
  if (previous) fragment.previous = copyFragment(previous);
  session.lastFragment = fragment;
  session.fragments += 1;
  if (session.total === undefined && range) session.total = range.total;
  // A Fragment after a refused Close takes the upload up again.
  if (session.end) delete session.end;
}

/** More of a Fragment's body came: `counted` bytes of it were counted before. */
export function countBody(session: Session, packet: Fragment, counted: number, bodyLength: number): Session {
  const moved = copySession(session);
  const { lastFragment } = session;
  if (lastFragment?.exchange === packet.exchange) moved.lastFragment = { ...lastFragment, bodySent: bodyLength };
  const stretch = stretchOf(packet, counted, bodyLength);
  if (stretch) moved.coverage = addSent(session.coverage, stretch);
  return moved;
}

/** Where in the file a Fragment's body bytes from one count to another belong. Bytes beyond its range belong nowhere. */
export function stretchOf({ range }: Fragment, from: number, to: number): ByteRange | undefined {
  if (!range) return undefined;
  const first = range.first + BigInt(from);
  const end = range.first + BigInt(to) - 1n;
  const last = end < range.last ? end : range.last;
  return last < first ? undefined : { first, last };
}

/** The whole of a request was sent. The last Fragment's end sets the server to work [BUP §3.2.5.1.2]. */
export function endRequest(session: Session, packet: RequestPacket, request: HttpRequest): Session {
  if (packet.type !== 'fragment' || !packet.range || request.bodyLength === 0) return session;
  if (packet.range.last + 1n !== packet.range.total) return session;
  const ended = copySession(session);
  move(ended, 'last-fragment-sent');
  return ended;
}

/** The server closed the session's connection right behind an answer, and had not said that it would. */
export function countUnannouncedClose(session: Session): Session {
  const counted = copySession(session);
  counted.memory = rememberUnannouncedClose(session.memory);
  return counted;
}

/** A request of the session was answered, or will never be. */
export function countAnswer(session: Session, packet: RequestPacket, answer: Ack | NoAck, request: HttpRequest): Session {
  const answered = copySession(session);
  answered.lastAt = answer.at;
  answered.memory = rememberAnswer(session.memory, packet, answer, { session, request });
  if (answer.type === 'no-ack') countNoAck(answered, packet);
  else countAck(answered, packet, answer);
  return answered;
}

function countAck(session: Draft<Session>, packet: RequestPacket, answer: Ack): void {
  if (answer.serverAgent !== undefined) session.serverAgent = answer.serverAgent;
  if (packet.type !== 'ping') session.lastStatus = answer.status;
  if (answer.error?.code === SESSION_NOT_FOUND && packet.type !== 'ping') return endAs(session, packet, answer.status, 'forgotten');
  switch (answer.type) {
    case 'create-session-ack':
      return countCreateAck(session, answer);
    case 'fragment-ack':
      return packet.type === 'fragment' ? countFragmentAck(session, packet, answer) : undefined;
    case 'close-session-ack':
      return endAs(session, packet, answer.status, isSuccess(answer.status) ? 'closed' : 'refused');
    case 'cancel-session-ack':
      return endAs(session, packet, answer.status, isSuccess(answer.status) ? 'cancelled' : 'refused');
    case 'ping-ack':
    case 'malformed-ack':
      return;
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function move(session: Draft<Session>, taken: SessionStep): void {
  session.state = step(session.state, taken);
}

function endAs(session: Draft<Session>, packet: RequestPacket, status: number, taken: SessionStep): void {
  if (session.end?.exchange === packet.exchange) session.end = { ...session.end, outcome: 'answered', status };
  move(session, taken);
}

function countNoAck(session: Draft<Session>, packet: RequestPacket): void {
  const { lastFragment, end } = session;
  session.interruptions += 1;
  if (lastFragment?.exchange === packet.exchange) session.lastFragment = { ...lastFragment, outcome: 'unanswered' };
  if (end?.exchange === packet.exchange) session.end = { ...end, outcome: 'unanswered' };
  if (packet.type === 'fragment') move(session, 'refused');
}

function countCreateAck(session: Draft<Session>, answer: CreateSessionAck): void {
  if (!isSuccess(answer.status) || !answer.sessionId) return;
  session.sessionId = answer.sessionId;
  if (answer.hostId !== undefined) session.hostId = answer.hostId;
  session.memory = rememberCreated(session.memory, answer);
  move(session, 'created');
}

function countFragmentAck(session: Draft<Session>, packet: Fragment, answer: FragmentAck): void {
  if (isChallenge(answer.status)) {
    takeBack(session, packet);
    return move(session, 'refused');
  }
  settleFragment(session, packet, answer);
  const nextOffset = answer.nextOffset ?? impliedOffset(packet, answer);
  if (nextOffset === undefined) return move(session, 'refused');
  session.nextOffset = nextOffset;
  session.coverage = acknowledge(session.coverage, nextOffset);
  moveTo(session, answer);
}

function moveTo(session: Draft<Session>, answer: FragmentAck): void {
  const whole = session.total !== undefined && session.coverage.acknowledged >= session.total;
  if (!whole) {
    move(session, 'refused');
    move(session, 'rewound');
  } else if (isSuccess(answer.status)) move(session, 'acknowledged');
}

/** Some servers leave the offset out of a 200; a client can only go on behind what it sent. */
function impliedOffset(packet: Fragment, answer: FragmentAck): bigint | undefined {
  return isSuccess(answer.status) && packet.range ? packet.range.last + 1n : undefined;
}

/** Without the one before it. */
function copyFragment({ exchange, bodySent, outcome, range, status, nextOffset }: LastFragment): Draft<LastFragment> {
  const copy: Draft<LastFragment> = { exchange, bodySent, outcome };
  if (range) copy.range = range;
  if (status !== undefined) copy.status = status;
  if (nextOffset !== undefined) copy.nextOffset = nextOffset;
  return copy;
}

/** Credentials were asked for, and the same Fragment will come again: the session is where it was [BUP §3.1.5.1.7]. */
function takeBack(session: Draft<Session>, packet: Fragment): void {
  const { lastFragment } = session;
  if (lastFragment?.exchange !== packet.exchange) return;
  if (lastFragment.previous) session.lastFragment = lastFragment.previous;
  else delete session.lastFragment;
}

function settleFragment(session: Draft<Session>, packet: Fragment, answer: FragmentAck): void {
  const { lastFragment } = session;
  if (answer.replyUrl !== undefined && isSuccess(answer.status)) session.reply ??= announceReply(answer.replyUrl, session.url, answer.at);
  if (lastFragment?.exchange !== packet.exchange) return;
  const settled = copyFragment(lastFragment);
  settled.outcome = 'answered';
  settled.status = answer.status;
  if (lastFragment.previous) settled.previous = lastFragment.previous;
  if (answer.nextOffset !== undefined) settled.nextOffset = answer.nextOffset;
  session.lastFragment = settled;
}
