import { decodeAnswer, decodeRequest } from './bits/decode.ts';
import type { Fragment, RequestPacket } from './bits/packet.ts';
import { countDownload } from './bits/reply.ts';
import type { Session } from './bits/session.ts';
import { countAnswer, countBody, countRequest, countUnannouncedClose, endRequest, isSuccess } from './bits/session-progress.ts';
import { type SessionEntry, SessionStore } from './bits/session-store.ts';
import { KeptFacts } from './facts/kept-facts.ts';
import { type BitsRequest, countResponse, endsUnannounced, type Flight, kindOf, leave, replyFetchedBy, type Tracked } from './flight.ts';
import type { Draft } from './http/draft.ts';
import type { Exchange, ExchangeStep } from './http/exchange.ts';
import { Judging } from './judging.ts';
import { overlapOf } from './overlap.ts';
import type { ServerFacts } from './rules/case.ts';
import type { RuleSettings } from './rules/judge.ts';
import { ServerWatch } from './server-watch.ts';
import { type Connection, exchangeView, sessionView, type TimelineFact } from './timeline.ts';

export interface TrackerOptions {
  readonly maxSessions?: number;
  readonly rules?: RuleSettings;
}

/** From the steps of exchanges to packets, sessions and findings. */
export class Tracker {
  readonly #emit: (fact: TimelineFact) => void;
  readonly #store: SessionStore;
  readonly #servers = new ServerWatch();
  readonly #judging: Judging;
  readonly #facts = new KeptFacts();
  /** Sessions that have changed since they were shown. */
  #stale: SessionEntry[] = [];

  constructor(emit: (fact: TimelineFact) => void, options: TrackerOptions) {
    this.#emit = emit;
    this.#store = new SessionStore(options);
    this.#judging = new Judging((finding) => emit({ type: 'finding', finding }), options.rules);
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
        // An early answer leaves its request on the way; one without a request is over.
        if (!exchange.request || exchange.request.endedAt !== undefined) leave(connection, flight);
        this.#finish(flight, at);
        if (exchange.response) countResponse(connection, exchange.response);
        return;
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

  /** The server sent its FIN, or closed a connection without one. */
  endedByServer(connection: Tracked, at: number): void {
    const { lastEntry, facts } = connection;
    if (lastEntry && endsUnannounced(connection, at)) this.#store.update(lastEntry, countUnannouncedClose(lastEntry.session));
    if (!facts.serverEnded) connection.facts = { ...facts, serverEnded: true };
  }

  /** Shows how far what is on its way has come, and judges sessions that were quiet for long. */
  tick(connections: Iterable<Tracked>, at: number): void {
    for (const { flights } of connections) for (const flight of flights) this.#showProgress(flight);
    for (const entry of this.#store.quietAt(at)) this.#judgeSession(entry, 'quiet', at);
    this.#showStale();
  }

  /** Nothing more will come: every session is judged as it stands. */
  trafficEnded(at: number): void {
    for (const entry of this.#store.open()) this.#judgeSession(entry, 'traffic-ended', at);
    this.#showStale();
  }

  #showStale(): void {
    const stale = this.#stale;
    this.#stale = [];
    for (const entry of stale) if (entry.stale) this.#showSession(entry);
    this.#judging.tick();
  }

  #judgeSession(entry: SessionEntry, moment: 'quiet' | 'traffic-ended', at: number): void {
    this.#facts.of(entry).silent = moment;
    this.#judging.session(entry, moment, at);
    this.#showSession(entry);
  }

  #showProgress(flight: Flight): void {
    if (!flight.stale) return;
    this.#countBody(flight);
    this.#show(flight);
    if (flight.bits) this.#showSoon(flight.bits.entry);
  }

  #begin(exchange: Exchange, connection: Tracked): Flight {
    const packet = decodeRequest(exchange);
    const flight = packet ? this.#beginPacket(exchange, packet, connection) : this.#beginOther(exchange, connection.view);
    connection.flights.push(flight);
    if (flight.bits?.before.packets === 0) this.#showNewSession(flight.bits.entry);
    return flight;
  }

  #showNewSession(entry: SessionEntry): void {
    const givenUp = this.#facts.begun(entry);
    this.#showSession(entry);
    if (givenUp) this.#showSession(givenUp);
    for (const { id } of this.#store.evict()) this.#emit({ type: 'evicted', what: 'session', id, limit: 'maxSessions' });
  }

  #beginPacket(exchange: Exchange, packet: Draft<RequestPacket>, connection: Tracked): Flight {
    const server = connection.view.server ?? packet.host ?? '';
    const entry = this.#store.claim(packet, { server, client: connection.client }, connection.lastEntry);
    const before = entry.session;
    packet.session = before.id;
    this.#facts.of(entry).begins(packet, before);
    const overlap = overlapOf(packet, entry, connection);
    if (packet.type === 'create-session') entry.creating += 1;
    this.#store.update(entry, countRequest(before, packet, exchange.request?.head.headers ?? []));
    entry.waiting.push({ exchange: exchange.id, packet: packet.type, since: packet.at, on: connection });
    connection.lastEntry = entry;
    const facts = this.#serverFacts(server, packet, before);
    const bits: BitsRequest = { packet, entry, before, server: facts, connection: connection.facts, ...(overlap && { overlap }) };
    return { exchange, kind: 'bits', entry, bits, counted: 0, stale: true, told: false, judged: false };
  }

  #beginOther(exchange: Exchange, connection: Connection): Flight {
    const head = exchange.request?.head;
    const entry = head && replyFetchedBy(head, connection, this.#store);
    const kind = entry ? 'reply' : kindOf(head);
    return { exchange, kind, ...(entry && { entry }), counted: 0, stale: true, told: false, judged: false };
  }

  #serverFacts(name: string, packet: RequestPacket, before: Session): ServerFacts {
    const facts = this.#servers.meet(name, packet);
    const similar = !before.seenFromStart && packet.sessionId ? this.#store.similarId(name, packet.sessionId) : undefined;
    return similar === undefined ? facts : { ...facts, similarSessionId: similar };
  }

  #endRequest(flight: Flight, connection: Tracked): void {
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
  #answerBegins(flight: Flight, { response }: Exchange): void {
    const framing = response?.framing;
    const empty = framing?.kind === 'none' || (framing?.kind === 'length' && framing.length === 0);
    if (!empty) this.#show(flight);
  }

  #finish(flight: Flight, at: number): void {
    this.#countBody(flight);
    this.#show(flight);
    if (flight.judged) return;
    flight.judged = true;
    if (flight.bits) this.#answerPacket(flight.bits, flight.exchange, at);
    else if (flight.kind === 'reply' && flight.entry) this.#countReply(flight.entry, flight.exchange);
    else if (flight.kind === 'notification') this.#judging.notification(flight.exchange, at);
  }

  #answerPacket({ packet, entry, before, server, connection, overlap }: BitsRequest, exchange: Exchange, at: number): void {
    const { request } = exchange;
    const ack = decodeAnswer(exchange, packet, at);
    ack.session = entry.session.id;
    if (packet.type === 'create-session') entry.creating -= 1;
    entry.waiting = entry.waiting.filter((waiting) => waiting.exchange !== exchange.id);
    const elsewhere = ack.type === 'create-session-ack' ? this.#store.sameIdElsewhere(entry, ack.sessionId) : undefined;
    this.#emit({ type: 'packet', packet: ack });
    if (request) {
      this.#facts.of(entry).answered(packet, ack, request, entry.session);
      this.#store.update(entry, countAnswer(entry.session, packet, ack, request));
    }
    const facts = elsewhere ? { ...server, sameIdElsewhere: elsewhere } : server;
    const judged = { exchange, request: packet, ack, before, after: entry.session, server: facts, connection };
    const said = this.#judging.total;
    this.#judging.exchange(entry, overlap ? { ...judged, overlap } : judged, at);
    const accepted = ack.type !== 'no-ack' && isSuccess(ack.status);
    if (accepted && ack.bits) this.#servers.acknowledged(server.name);
    if (accepted && entry.session.state === before.state && this.#judging.total === said) this.#showSoon(entry);
    else this.#showSession(entry);
  }

  #countReply(entry: SessionEntry, { request, response, outcome }: Exchange): void {
    const { session } = entry;
    if (!session.reply || !request) return;
    this.#store.update(entry, { ...session, reply: countDownload(session.reply, request, response, outcome) });
    this.#showSession(entry);
  }

  #countBody(flight: Flight): void {
    const sent = flight.exchange.request?.bodyLength ?? 0;
    if (!flight.bits || sent === flight.counted || flight.bits.packet.type !== 'fragment') return;
    const { entry, packet } = flight.bits;
    this.#facts.of(entry).carries(packet satisfies Fragment, entry.session.coverage, flight.counted, sent);
    this.#store.update(entry, countBody(entry.session, packet satisfies Fragment, flight.counted, sent));
    flight.counted = sent;
  }

  /** Most exchanges are over before the next tick, and are shown once: what a request carries is told with its first showing. */
  #show(flight: Flight): void {
    const { exchange, kind, entry, bits } = flight;
    flight.stale = false;
    this.#emit({ type: 'exchange', exchange: exchangeView(exchange, kind, entry?.session.id) });
    if (!bits || flight.told) return;
    flight.told = true;
    this.#emit({ type: 'packet', packet: bits.packet });
  }

  /** What moves with every packet is shown with the next tick: a list is not read faster. */
  #showSoon(entry: SessionEntry): void {
    if (entry.stale) return;
    entry.stale = true;
    this.#stale.push(entry);
  }

  #showSession(entry: SessionEntry): void {
    entry.stale = false;
    this.#emit({ type: 'session', session: sessionView(entry.session, this.#judging.countsOf(entry), this.#facts.snapshot(entry)) });
  }
}
