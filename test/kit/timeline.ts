/** Timeline events as literals, numbered as they are made. */
import type { CreateSession, CreateSessionAck } from '../../proxy/core/bits/packet.ts';
import { beginSession } from '../../proxy/core/bits/session.ts';
import { NO_FACTS } from '../../proxy/core/facts/session-facts.ts';
import type { Finding } from '../../proxy/core/rules/rule.ts';
import type { Connection, ExchangeView, SessionView, TimelineEvent, TimelineFact } from '../../proxy/core/timeline.ts';
import { exchange, request, response } from './exchange.ts';

/** 2025-03-04T09:00:00Z; every event comes a millisecond after the one before. */
const START = 1_741_078_800_000;

/** What happens, in the order in which it is said. */
export class Script {
  #seq = 0;

  get seq(): number {
    return this.#seq;
  }

  connection(id: string, change: Partial<Connection> = {}): TimelineEvent {
    return this.#event({ type: 'connection', connection: { id, client: '192.0.2.10:50211', openedAt: START, ...change } });
  }

  /** An exchange of a session, or of none. */
  exchange(id: string, session?: string, change: Partial<ExchangeView> = {}): TimelineEvent {
    const view: ExchangeView = {
      ...exchange({ id }),
      kind: session === undefined ? 'other' : 'bits',
      ...(session !== undefined && { session }),
    };
    return this.#event({ type: 'exchange', exchange: { ...view, ...change } });
  }

  request(exchange: string, session?: string): TimelineEvent {
    return this.#event({ type: 'packet', packet: createSession(exchange, session) });
  }

  answer(exchange: string, session?: string): TimelineEvent {
    return this.#event({ type: 'packet', packet: createSessionAck(exchange, session) });
  }

  finding(id: string, exchange: string, session?: string): TimelineEvent {
    return this.#event({ type: 'finding', finding: finding(id, exchange, session) });
  }

  session(id: string, change: Partial<SessionView> = {}): TimelineEvent {
    return this.#event({ type: 'session', session: sessionView(id, change) });
  }

  evicted(what: 'session' | 'exchange', id: string): TimelineEvent {
    return this.#event({ type: 'evicted', what, id, limit: 'test' });
  }

  fault(code: string): TimelineEvent {
    return this.#event({ type: 'fault', code, message: `about ${code}` });
  }

  #event(fact: TimelineFact): TimelineEvent {
    this.#seq += 1;
    return { ...fact, seq: this.#seq, at: START + this.#seq };
  }
}

/** A session that was accepted and has sent nothing yet. */
export function sessionView(id: string, change: Partial<SessionView> = {}): SessionView {
  const session = beginSession(createSession('x1', id), { id, server: '192.0.2.1:80', client: '192.0.2.10' });
  return { ...session, state: 'RECEIVE_FRAGMENTS', total: 1_000n, findings: { error: 0, warning: 0, note: 0 }, facts: NO_FACTS, ...change };
}

/** A request and an answer with so many body bytes each. */
export function bodies(sent: number, received = 0): Partial<ExchangeView> {
  return {
    request: request('BITS_POST', '/inbox/report.bin', {}, { bodyLength: sent }),
    response: response(200, {}, { bodyLength: received }),
  };
}

/** A request whose head has so many bytes. */
export function longHead(length: number): Partial<ExchangeView> {
  const message = request('GET', '/');
  return { request: { ...message, head: { ...message.head, length } } };
}

function createSession(exchange: string, session?: string): CreateSession {
  const target = { method: 'BITS_POST', target: '/inbox/report.bin', path: '/inbox/report.bin', host: 'files.example.test' };
  return { type: 'create-session', ...packetHead(exchange, session), ...target, protocols: [] };
}

function createSessionAck(exchange: string, session?: string): CreateSessionAck {
  return { type: 'create-session-ack', ...packetHead(exchange, session), status: 200, reason: 'OK', bits: true, latencyMs: 3 };
}

function packetHead(exchange: string, session?: string) {
  return { exchange, connection: 'c1', at: START, ...(session !== undefined && { session }) };
}

function finding(id: string, exchange: string, session?: string): Finding {
  return {
    ...{ id, rule: 'fragment-gap', severity: 'error', confidence: 'certain', blames: 'client', exchange },
    ...(session !== undefined && { session }),
    ...{ at: START, message: 'A gap.', evidence: { first: 101n } },
  };
}
