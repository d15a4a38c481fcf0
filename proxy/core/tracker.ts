import { decodeAnswer, decodeRequest } from './bits/decode.ts';
import { withoutPort } from './bits/host-id.ts';
import type { Ack, Fragment, NoAck, RequestPacket } from './bits/packet.ts';
import { countDownload } from './bits/reply.ts';
import type { Session } from './bits/session.ts';
import { countAnswer, countBody, countRequest, endRequest, isSuccess } from './bits/session-progress.ts';
import { type SessionEntry, SessionStore } from './bits/session-store.ts';
import type { Draft } from './http/draft.ts';
import type { Exchange, ExchangeStep } from './http/exchange.ts';
import { header } from './http/message.ts';
import { judge } from './rules/judge.ts';
import type { ServerFacts, Severity } from './rules/rule.ts';
import { ServerWatch } from './server-watch.ts';
import { type Connection, type ExchangeKind, exchangeView, sessionView, type TimelineFact } from './timeline.ts';

/** An exchange on its way, and what it is about. */
export interface InFlight {
  exchange: Exchange;
  readonly kind: ExchangeKind;
  readonly entry?: SessionEntry;
  readonly bits?: BitsRequest;
  /** Body bytes of the request that were counted in the session. */
  counted: number;
  /** It has changed since it was shown: the next tick shows it, or the answer if that is faster. */
  stale: boolean;
  /** Its request was told. */
  told: boolean;
  judged: boolean;
}

interface BitsRequest {
  readonly packet: RequestPacket;
  readonly entry: SessionEntry;
  /** The session and its server as they stood before. */
  readonly before: Session;
  readonly server: ServerFacts;
}

interface Seen {
  readonly counts: Record<Severity, number>;
  readonly rules: Set<string>;
}

/** A connection with its exchanges on their way: hardly ever more than two, so that a list is faster than a map. */
export interface Tracked {
  readonly view: Connection;
  readonly flights: InFlight[];
}

/** From the steps of exchanges to packets, sessions and findings. */
export class Tracker {
  readonly #emit: (fact: TimelineFact) => void;
  readonly #store: SessionStore;
  readonly #seen = new WeakMap<SessionEntry, Seen>();
  readonly #servers = new ServerWatch();
  #findings = 0;

  constructor(emit: (fact: TimelineFact) => void, limits: { readonly maxSessions?: number }) {
    this.#emit = emit;
    this.#store = new SessionStore(limits);
  }

  take({ moment, exchange, at }: ExchangeStep, connection: Tracked): void {
    const flight = connection.flights.find((known) => known.exchange.id === exchange.id) ?? this.#begin(exchange, connection);
    flight.exchange = exchange;
    switch (moment) {
      case 'request-head':
      case 'response-body':
        return;
      case 'request-body':
      case 'rewritten':
        flight.stale = true;
        return;
      case 'request-end':
        return this.#endRequest(flight, connection);
      case 'response-head':
        return this.#answerBegins(flight, exchange);
      case 'interim':
        return this.#show(flight);
      case 'response-end':
        if (exchange.request?.endedAt !== undefined) leave(connection, flight);
        return this.#finish(flight, at);
      case 'tunnel':
      case 'cut-off':
      case 'unreadable':
        leave(connection, flight);
        return this.#finish(flight, at);
      case 'evicted':
        leave(connection, flight);
        this.#finish(flight, at);
        return this.#emit({ type: 'evicted', what: 'exchange', id: exchange.id, limit: 'maxPending' });
    }
  }

  /** Shows how far what is on its way has come. */
  tick(connection: Tracked): void {
    for (const flight of connection.flights) {
      if (!flight.stale) continue;
      this.#countBody(flight);
      this.#show(flight);
      if (flight.bits) this.#showSession(flight.bits.entry);
    }
  }

  #begin(exchange: Exchange, { view, flights }: Tracked): InFlight {
    const packet = decodeRequest(exchange);
    const flight = packet ? this.#beginPacket(exchange, packet, view) : this.#beginOther(exchange, view);
    flights.push(flight);
    if (flight.bits?.before.packets === 0) this.#showNewSession(flight.bits.entry);
    return flight;
  }

  #showNewSession(entry: SessionEntry): void {
    this.#showSession(entry);
    for (const { id } of this.#store.evict()) this.#emit({ type: 'evicted', what: 'session', id, limit: 'maxSessions' });
  }

  #beginPacket(exchange: Exchange, packet: Draft<RequestPacket>, connection: Connection): InFlight {
    const server = connection.server ?? packet.host ?? '';
    const entry = this.#store.claim(packet, { server, client: withoutPort(connection.client) });
    const before = entry.session;
    packet.session = before.id;
    if (packet.type === 'create-session') entry.creating += 1;
    this.#store.update(entry, countRequest(before, packet));
    const bits = { packet, entry, before, server: this.#serverFacts(server, packet, before) };
    return { exchange, kind: 'bits', entry, bits, counted: 0, stale: true, told: false, judged: false };
  }

  #beginOther(exchange: Exchange, connection: Connection): InFlight {
    const head = exchange.request?.head;
    const fetches = head?.method === 'GET' || head?.method === 'HEAD';
    const entry = fetches ? this.#store.replyOf(connection.server ?? '', header(head.headers, 'Host'), head.target) : undefined;
    return { exchange, kind: entry ? 'reply' : 'other', ...(entry && { entry }), counted: 0, stale: true, told: false, judged: false };
  }

  #serverFacts(name: string, packet: RequestPacket, before: Session): ServerFacts {
    const facts = this.#servers.meet(name, packet);
    const similar = !before.seenFromStart && packet.sessionId ? this.#store.similarId(name, packet.sessionId) : undefined;
    return similar === undefined ? facts : { ...facts, similarSessionId: similar };
  }

  #endRequest(flight: InFlight, connection: Tracked): void {
    const { exchange, bits } = flight;
    if (exchange.request && exchange.request.bodyLength > 0) {
      this.#countBody(flight);
      flight.stale = true;
      if (bits && !flight.judged) this.#store.update(bits.entry, endRequest(bits.entry.session, bits.packet, exchange.request));
    }
    if (!flight.judged) return;
    leave(connection, flight);
    this.#show(flight);
  }

  /** An answer with a body is shown as soon as its head is there; one without is complete at once. */
  #answerBegins(flight: InFlight, { response }: Exchange): void {
    const framing = response?.framing;
    const empty = framing?.kind === 'none' || (framing?.kind === 'length' && framing.length === 0);
    if (!empty) this.#show(flight);
  }

  #finish(flight: InFlight, at: number): void {
    this.#countBody(flight);
    this.#show(flight);
    if (flight.judged) return;
    flight.judged = true;
    if (flight.bits) this.#answerPacket(flight.bits, flight.exchange, at);
    else if (flight.kind === 'reply' && flight.entry) this.#countReply(flight.entry, flight.exchange);
  }

  #answerPacket(bits: BitsRequest, exchange: Exchange, at: number): void {
    const { entry, packet } = bits;
    const answer = decodeAnswer(exchange, packet, at);
    answer.session = entry.session.id;
    if (packet.type === 'create-session') entry.creating -= 1;
    this.#emit({ type: 'packet', packet: answer });
    this.#store.update(entry, countAnswer(entry.session, packet, answer));
    this.#judge(bits, exchange, answer, at);
    if (answer.type !== 'no-ack' && answer.bits && isSuccess(answer.status)) this.#servers.acknowledged(bits.server.name);
    this.#showSession(entry);
  }

  #judge({ packet, entry, before, server }: BitsRequest, exchange: Exchange, ack: Ack | NoAck, at: number): void {
    const { id } = entry.session;
    const seen = this.#seenIn(entry);
    for (const judgement of judge({ exchange, request: packet, ack, before, server }, seen.rules)) {
      seen.rules.add(judgement.rule);
      seen.counts[judgement.severity] += 1;
      this.#findings += 1;
      this.#emit({ type: 'finding', finding: { ...judgement, id: `f${this.#findings}`, session: id, exchange: exchange.id, at } });
    }
  }

  #countReply(entry: SessionEntry, { request, response, outcome }: Exchange): void {
    const { session } = entry;
    if (!session.reply || !request) return;
    this.#store.update(entry, { ...session, reply: countDownload(session.reply, request, response, outcome) });
    this.#showSession(entry);
  }

  #countBody(flight: InFlight): void {
    const sent = flight.exchange.request?.bodyLength ?? 0;
    if (!flight.bits || sent === flight.counted || flight.bits.packet.type !== 'fragment') return;
    const { entry, packet } = flight.bits;
    this.#store.update(entry, countBody(entry.session, packet satisfies Fragment, flight.counted, sent));
    flight.counted = sent;
  }

  /** Most exchanges are over before the next tick, and are shown once: what a request carries is told with its first showing. */
  #show(flight: InFlight): void {
    const { exchange, kind, entry, bits } = flight;
    flight.stale = false;
    this.#emit({ type: 'exchange', exchange: exchangeView(exchange, kind, entry?.session.id) });
    if (!bits || flight.told) return;
    flight.told = true;
    this.#emit({ type: 'packet', packet: bits.packet });
  }

  #showSession(entry: SessionEntry): void {
    this.#emit({ type: 'session', session: sessionView(entry.session, this.#seenIn(entry).counts) });
  }

  #seenIn(entry: SessionEntry): Seen {
    const known = this.#seen.get(entry);
    if (known) return known;
    const seen = { counts: { error: 0, warning: 0, note: 0 }, rules: new Set<string>() };
    this.#seen.set(entry, seen);
    return seen;
  }
}

function leave({ flights }: Tracked, flight: InFlight): void {
  const index = flights.indexOf(flight);
  if (index === 0) flights.shift();
  else if (index > 0) flights.splice(index, 1);
}
