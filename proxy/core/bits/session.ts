import type { Draft } from '../http/draft.ts';
import { requestQuery } from './classify.ts';
import { type Coverage, EMPTY_COVERAGE } from './coverage.ts';
import type { RequestPacket } from './packet.ts';
import type { ContentRange } from './range.ts';
import type { Reply } from './reply.ts';
import { NO_MEMORY, type SessionMemory } from './session-memory.ts';
import { uriDecoded } from './url-text.ts';

/**
 * Where a session stands, named after the server's machine [BUP §3.2]; `EXPIRED` is ours: the server said
 * (0x8020001F) that it no longer knows the session.
 */
export type SessionState = 'INIT' | 'RECEIVE_FRAGMENTS' | 'NOTIFY' | 'WAIT_FOR_CLOSE' | 'COMPLETE' | 'CANCEL' | 'EXPIRED';

/** What can move a session, as it shows on the wire. */
export type SessionStep =
  | 'created'
  | 'joined'
  | 'last-fragment-sent'
  | 'refused'
  | 'acknowledged'
  | 'rewound'
  | 'closed'
  | 'cancelled'
  | 'forgotten';

/**
 * The legal steps. A missing one leaves the session where it is: the server answers, and nothing moves [BUP §3.2.5].
 * `joined`: a capture begins in the middle. `rewound`: after the whole file was acknowledged the server asks for less.
 */
export const TRANSITIONS: Readonly<Record<SessionState, Partial<Record<SessionStep, SessionState>>>> = {
  INIT: { created: 'RECEIVE_FRAGMENTS', joined: 'RECEIVE_FRAGMENTS' },
  RECEIVE_FRAGMENTS: {
    'last-fragment-sent': 'NOTIFY',
    acknowledged: 'WAIT_FOR_CLOSE',
    closed: 'COMPLETE',
    cancelled: 'CANCEL',
    forgotten: 'EXPIRED',
  },
  NOTIFY: { acknowledged: 'WAIT_FOR_CLOSE', refused: 'RECEIVE_FRAGMENTS', closed: 'COMPLETE', cancelled: 'CANCEL', forgotten: 'EXPIRED' },
  WAIT_FOR_CLOSE: { rewound: 'RECEIVE_FRAGMENTS', closed: 'COMPLETE', cancelled: 'CANCEL', forgotten: 'EXPIRED' },
  COMPLETE: {},
  CANCEL: {},
  EXPIRED: {},
};

export function step(state: SessionState, taken: SessionStep): SessionState {
  return TRANSITIONS[state][taken] ?? state;
}

/** Whether nothing can move the session any more. */
export function isOver({ state }: Session): boolean {
  return IS_OVER[state];
}

const IS_OVER: Readonly<Record<SessionState, boolean>> = {
  ...{ INIT: isLast('INIT'), RECEIVE_FRAGMENTS: isLast('RECEIVE_FRAGMENTS'), NOTIFY: isLast('NOTIFY') },
  ...{ WAIT_FOR_CLOSE: isLast('WAIT_FOR_CLOSE'), COMPLETE: isLast('COMPLETE'), CANCEL: isLast('CANCEL'), EXPIRED: isLast('EXPIRED') },
};

function isLast(state: SessionState): boolean {
  return Object.keys(TRANSITIONS[state]).length === 0;
}

/** What ended the session, by the server's own 200. A session that the server itself called unknown was not ended by its client. */
export function endedBy({ state }: Session): SessionEnd['packet'] | undefined {
  if (state === 'COMPLETE') return 'close-session';
  return state === 'CANCEL' ? 'cancel-session' : undefined;
}

/** The last Fragment that began, and what came of it. */
export interface LastFragment {
  readonly exchange: string;
  readonly range?: ContentRange;
  /** Body bytes that really came. */
  readonly bodySent: number;
  readonly outcome: 'waiting' | 'answered' | 'unanswered';
  readonly status?: number;
  /** The offset that its own Ack asked for. */
  readonly nextOffset?: bigint;
  /** The one before: a challenge (401, 407) makes as if this one had not been sent. */
  readonly previous?: LastFragment;
}

/** The last Close-Session or Cancel-Session, and its answer. */
export interface SessionEnd {
  readonly packet: 'close-session' | 'cancel-session';
  readonly at: number;
  readonly exchange: string;
  readonly outcome: 'waiting' | 'answered' | 'unanswered';
  readonly status?: number;
}

/** An upload as far as it was seen: plain data, replaced and never changed. */
export interface Session {
  /** Ours: `s1`, `s2`, … */
  readonly id: string;
  /** Who the session belongs to: the server's `host:port` on the far side of the tap. */
  readonly server: string;
  /** The server's id for it, as sent; absent until a Create-Session was accepted. */
  readonly sessionId?: string | undefined;
  /** The client's address without its port. */
  readonly client: string;
  readonly userAgent?: string | undefined;
  readonly serverAgent?: string | undefined;
  /** As the client names it: `http://host/path`. */
  readonly url: string;
  readonly path: string;
  /** The last segment of the path, percent-decoded where that is possible. */
  readonly fileName: string;
  readonly state: SessionState;
  /** Whether we saw its Create-Session; a capture may begin in the middle. */
  readonly seenFromStart: boolean;
  readonly createdAt: number;
  readonly lastAt: number;
  readonly packets: number;
  /** Create-Session requests: refused, challenged and accepted ones. */
  readonly attempts: number;
  readonly total?: bigint | undefined;
  /** The offset that the server asked for last, in any Ack. */
  readonly nextOffset?: bigint | undefined;
  readonly coverage: Coverage;
  readonly lastFragment?: LastFragment | undefined;
  readonly fragments: number;
  /** Hosts that the client named, in order of appearance; `hostId` is the one the server told it to use. */
  readonly hosts: readonly string[];
  readonly hostId?: string | undefined;
  readonly connections: number;
  readonly lastConnection: string;
  /** That of its latest packet but Pings, for which a server looks up no session [BUP §3.2.5.2.3, §3.2.5.2.5]. */
  readonly lookedUpOn?: string | undefined;
  readonly lastExchange: string;
  /** Requests that got no answer. */
  readonly interruptions: number;
  readonly lastStatus?: number | undefined;
  readonly reply?: Reply | undefined;
  readonly end?: SessionEnd | undefined;
  readonly memory: SessionMemory;
}

/** Who is at both ends of a session that begins, and how we call it. */
export interface SessionParties {
  readonly id: string;
  readonly server: string;
  readonly client: string;
}

/** A session as it stands before its first packet was counted. */
export function beginSession(packet: RequestPacket, { id, server, client }: SessionParties): Session {
  const joined = packet.sessionId !== undefined && packet.type !== 'create-session';
  const query = requestQuery(packet.target);
  return {
    ...{ id, server, client },
    ...(joined && { sessionId: packet.sessionId }),
    url: `http://${packet.host ?? server}${packet.path}`,
    path: packet.path,
    fileName: lastSegment(packet.path),
    state: joined ? step('INIT', 'joined') : 'INIT',
    seenFromStart: !joined,
    createdAt: packet.at,
    lastAt: packet.at,
    packets: 0,
    attempts: 0,
    coverage: EMPTY_COVERAGE,
    fragments: 0,
    hosts: [],
    connections: 0,
    lastConnection: '',
    lastExchange: packet.exchange,
    interruptions: 0,
    memory: query === '' ? NO_MEMORY : { ...NO_MEMORY, query },
  };
}

/**
 * A copy to work on. Property by property, because the map of a spread's result is new each time: V8 takes twenty times as
 * long for the copy of a copy of a copy, and a session is one.
 */
export function copySession(session: Session): Draft<Session> {
  const { id, server, client, url, path, fileName, state, seenFromStart, createdAt, lastAt, packets, attempts } = session;
  const { coverage, fragments, hosts, connections, lastConnection, lastExchange, interruptions, memory } = session;
  const { sessionId, userAgent, serverAgent, lastStatus, lookedUpOn, total, lastFragment, nextOffset, hostId, reply, end } = session;
  // biome-ignore format: three rows, as they were taken out
  return {
    id, server, client, url, path, fileName, state, seenFromStart, createdAt, lastAt, packets, attempts,
    coverage, fragments, hosts, connections, lastConnection, lastExchange, interruptions, memory,
    sessionId, userAgent, serverAgent, lastStatus, lookedUpOn, total, lastFragment, nextOffset, hostId, reply, end,
  };
}

function lastSegment(path: string): string {
  return uriDecoded(path.slice(path.lastIndexOf('/') + 1)) || '/';
}
