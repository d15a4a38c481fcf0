import { ACCEPT_ENCODING, PROTOCOL, RECEIVED_RANGE, REPLY_URL, SESSION_ID, UPLOAD_PROTOCOL } from '../../core/bits/headers.ts';
import { formatOffset } from '../../core/bits/range.ts';
import type { Framing, Header, RequestHead } from '../../core/http/message.ts';
import { type Answer, ack, refusalAck } from './answers.ts';
import { Interrupted } from './interrupted.ts';
import { type Order, orderOf } from './order.ts';
import { Refusal, refusalFrom } from './refusal.ts';
import { replyUrl } from './reply-download.ts';
import type { UploadSession } from './session.ts';
import type { SessionStore } from './session-store.ts';

/** A request whose body has not been read yet. */
export interface Incoming {
  readonly head: RequestHead;
  readonly framing: Framing;
  /** The body's chunks, to be read once; throws Interrupted when the client goes away. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the client's connection, as nobody can be waiting for this answer any more. */
  readonly giveUp: () => void;
}

export interface Service {
  readonly sessions: SessionStore;
  readonly log: (line: string) => void;
}

/** The Ack to a `BITS_POST`. Throws only Interrupted. */
export async function answerPacket(incoming: Incoming, service: Service): Promise<Answer> {
  try {
    return await carryOut(orderOf(incoming.head, incoming.framing), incoming, service);
  } catch (error) {
    return refuse(error, service);
  }
}

async function carryOut(order: Order, incoming: Incoming, service: Service): Promise<Answer> {
  const { sessions } = service;
  if (order.type === 'ping') return ack();
  if (order.type === 'create-session') return createAck(await sessions.create(order.destination));
  const session = sessions.find(order.sessionId);
  return session.turns.take(incoming.giveUp, () => {
    sessions.find(session.id); // it may have ended while this packet waited
    return answerInTurn(order, session, incoming, service);
  });
}

type SessionOrder = Extract<Order, { sessionId: string }>;

async function answerInTurn(order: SessionOrder, session: UploadSession, incoming: Incoming, service: Service): Promise<Answer> {
  if (session.destination.join('/') !== order.destination.join('/')) throw new Refusal('invalid-request', 'the session is of another URL');
  if (order.type === 'fragment') return takeFragment(order, session, incoming, service);
  if (order.type === 'close-session') await service.sessions.close(session);
  else await service.sessions.cancel(session);
  return ack([[SESSION_ID, session.id]]);
}

function createAck({ id }: UploadSession): Answer {
  return ack([
    [PROTOCOL, UPLOAD_PROTOCOL],
    [SESSION_ID, id],
    [ACCEPT_ENCODING, 'identity'],
  ]);
}

type FragmentOrder = Extract<Order, { type: 'fragment' }>;

async function takeFragment({ range }: FragmentOrder, session: UploadSession, { body }: Incoming, service: Service): Promise<Answer> {
  try {
    if ((await session.receive(range, body)) === 'gap') return ack(progress(session), 416);
    service.sessions.accepted(session);
    return ack([...progress(session), ...replyHeader(session)]);
  } catch (error) {
    return refuse(error, service, progress(session));
  }
}

/** Every Ack to a Fragment says where to go on, also one that says no [BUP §2.2.7.2]. */
function progress({ id, nextOffset }: UploadSession): Header[] {
  return [
    [SESSION_ID, id],
    [RECEIVED_RANGE, formatOffset(nextOffset)],
  ];
}

/** With the Ack to the last Fragment, and again when that is repeated because the Ack was lost. */
function replyHeader({ id, reply }: UploadSession): Header[] {
  return reply ? [[REPLY_URL, replyUrl(id)]] : [];
}

function refuse(error: unknown, { log }: Service, headers: readonly Header[] = []): Answer {
  if (error instanceof Interrupted) throw error;
  const refusal = refusalFrom(error);
  log(`refused as ${refusal.kind}: ${refusal.message}`);
  return refusalAck(refusal, headers);
}
