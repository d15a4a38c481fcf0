import type { HttpRequest } from '../http/message.ts';
import { acknowledge, addSent } from './coverage.ts';
import { sameHost } from './host-id.ts';
import { SESSION_NOT_FOUND } from './hresult.ts';
import type { Ack, CreateSessionAck, Fragment, FragmentAck, NoAck, RequestPacket } from './packet.ts';
import { isChallenge } from './refusal.ts';
import { announceReply } from './reply.ts';
import { type LastFragment, type Session, type SessionStep, step } from './session.ts';

/** A request of the session began: its head was read. */
export function countRequest(session: Session, packet: RequestPacket): Session {
  const sameConnection = packet.connection === session.lastConnection;
  const counted: Session = {
    ...session,
    lastAt: packet.at,
    packets: session.packets + 1,
    connections: session.connections + (sameConnection ? 0 : 1),
    lastConnection: packet.connection,
    hosts: withHost(session.hosts, packet.host),
    ...(packet.userAgent !== undefined && { userAgent: packet.userAgent }),
  };
  switch (packet.type) {
    case 'create-session':
      return { ...counted, attempts: session.attempts + 1 };
    case 'fragment':
      return countFragment(counted, packet);
    case 'close-session':
    case 'cancel-session':
      return { ...counted, end: { packet: packet.type, at: packet.at, exchange: packet.exchange, outcome: 'waiting' } };
    case 'ping':
    case 'malformed':
      return counted;
  }
}

/** Clients name few hosts; a hostile one that names many fills no memory. */
const MAX_HOSTS = 16;

function withHost(hosts: readonly string[], host: string | undefined): readonly string[] {
  if (host === undefined || hosts.length >= MAX_HOSTS || hosts.some((known) => sameHost(known, host))) return hosts;
  return [...hosts, host];
}

/** A Fragment after a refused Close takes the upload up again. */
function countFragment({ end: _, ...session }: Session, packet: Fragment): Session {
  const { range, exchange } = packet;
  const total = session.total ?? range?.total;
  return {
    ...session,
    ...(total !== undefined && { total }),
    fragments: session.fragments + 1,
    lastFragment: {
      exchange,
      ...(range && { range }),
      bodySent: 0,
      outcome: 'waiting',
      ...(session.lastFragment && { previous: withoutPrevious(session.lastFragment) }),
    },
  };
}

/** More of a Fragment's body came: `counted` bytes of it were counted before. Bytes beyond its range belong to no place in the file. */
export function countBody(session: Session, packet: Fragment, counted: number, bodyLength: number): Session {
  const lastFragment =
    session.lastFragment?.exchange === packet.exchange ? { ...session.lastFragment, bodySent: bodyLength } : session.lastFragment;
  const moved = { ...session, ...(lastFragment && { lastFragment }) };
  if (!packet.range) return moved;
  const first = packet.range.first + BigInt(counted);
  const end = packet.range.first + BigInt(bodyLength) - 1n;
  const last = end < packet.range.last ? end : packet.range.last;
  return last < first ? moved : { ...moved, coverage: addSent(session.coverage, { first, last }) };
}

/** The whole of a request was sent. The last Fragment's end sets the server to work [BUP §3.2.5.1.2]. */
export function endRequest(session: Session, packet: RequestPacket, request: HttpRequest): Session {
  if (packet.type !== 'fragment' || !packet.range || request.bodyLength === 0) return session;
  return packet.range.last + 1n === packet.range.total ? move(session, 'last-fragment-sent') : session;
}

/** A request of the session was answered, or will never be. */
export function countAnswer(session: Session, packet: RequestPacket, answer: Ack | NoAck): Session {
  if (answer.type === 'no-ack') return countNoAck(session, packet, answer);
  const answered: Session = {
    ...session,
    lastAt: answer.at,
    ...(answer.serverAgent !== undefined && { serverAgent: answer.serverAgent }),
    ...(packet.type !== 'ping' && { lastStatus: answer.status }),
  };
  if (answer.error?.code === SESSION_NOT_FOUND && packet.type !== 'ping')
    return move(withEnd(answered, packet, answer.status), 'forgotten');
  switch (answer.type) {
    case 'create-session-ack':
      return countCreateAck(answered, answer);
    case 'fragment-ack':
      return packet.type === 'fragment' ? countFragmentAck(answered, packet, answer) : answered;
    case 'close-session-ack':
      return move(withEnd(answered, packet, answer.status), isSuccess(answer.status) ? 'closed' : 'refused');
    case 'cancel-session-ack':
      return move(withEnd(answered, packet, answer.status), isSuccess(answer.status) ? 'cancelled' : 'refused');
    case 'ping-ack':
    case 'malformed-ack':
      return answered;
  }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function move(session: Session, taken: SessionStep): Session {
  return { ...session, state: step(session.state, taken) };
}

function withEnd(session: Session, packet: RequestPacket, status: number): Session {
  if (session.end?.exchange !== packet.exchange) return session;
  return { ...session, end: { ...session.end, outcome: 'answered', status } };
}

function countNoAck(session: Session, packet: RequestPacket, answer: NoAck): Session {
  const { lastFragment, end } = session;
  const interrupted: Session = {
    ...session,
    lastAt: answer.at,
    interruptions: session.interruptions + 1,
    ...(lastFragment?.exchange === packet.exchange && { lastFragment: { ...lastFragment, outcome: 'unanswered' } }),
    ...(end?.exchange === packet.exchange && { end: { ...end, outcome: 'unanswered' } }),
  };
  return packet.type === 'fragment' ? move(interrupted, 'refused') : interrupted;
}

function countCreateAck(session: Session, answer: CreateSessionAck): Session {
  if (!isSuccess(answer.status) || !answer.sessionId) return session;
  const created = { ...session, sessionId: answer.sessionId, ...(answer.hostId !== undefined && { hostId: answer.hostId }) };
  return move(created, 'created');
}

function countFragmentAck(session: Session, packet: Fragment, answer: FragmentAck): Session {
  if (isChallenge(answer.status)) return move(takeBack(session, packet), 'refused');
  const settled = settleFragment(session, packet, answer);
  const nextOffset = answer.nextOffset ?? impliedOffset(packet, answer);
  if (nextOffset === undefined) return move(settled, 'refused');
  const coverage = acknowledge(settled.coverage, nextOffset);
  return moveTo({ ...settled, nextOffset, coverage }, answer);
}

function moveTo(session: Session, answer: FragmentAck): Session {
  const whole = session.total !== undefined && session.coverage.acknowledged >= session.total;
  if (whole) return isSuccess(answer.status) ? move(session, 'acknowledged') : session;
  return move(move(session, 'refused'), 'rewound');
}

/** Some servers leave the offset out of a 200; a client can only go on behind what it sent. */
function impliedOffset(packet: Fragment, answer: FragmentAck): bigint | undefined {
  return isSuccess(answer.status) && packet.range ? packet.range.last + 1n : undefined;
}

function withoutPrevious({ previous: _, ...fragment }: LastFragment): LastFragment {
  return fragment;
}

/** Credentials were asked for, and the same Fragment will come again: the session is where it was [BUP §3.1.5.1.7]. */
function takeBack(session: Session, packet: Fragment): Session {
  const { lastFragment, ...rest } = session;
  if (lastFragment?.exchange !== packet.exchange) return session;
  return lastFragment.previous ? { ...rest, lastFragment: lastFragment.previous } : rest;
}

function settleFragment(session: Session, packet: Fragment, answer: FragmentAck): Session {
  const { lastFragment } = session;
  const reply =
    answer.replyUrl !== undefined && isSuccess(answer.status)
      ? (session.reply ?? announceReply(answer.replyUrl, session.url, answer.at))
      : session.reply;
  return {
    ...session,
    ...(reply && { reply }),
    ...(lastFragment?.exchange === packet.exchange && {
      lastFragment: {
        ...lastFragment,
        outcome: 'answered',
        status: answer.status,
        ...(answer.nextOffset !== undefined && { nextOffset: answer.nextOffset }),
      },
    }),
  };
}
