import type { Packet } from '../bits/packet.ts';
import { dropFirst } from '../bounded.ts';
import type { Filter } from '../filter.ts';
import { assertNever } from '../http/assert-never.ts';
import { ruleById } from '../rules/index.ts';
import type { Finding } from '../rules/rule.ts';
import { type Connection, type ExchangeView, isAnswer, type SessionView, type TimelineEvent } from '../timeline.ts';
import type { FilterSubject } from './subject.ts';

export interface FilteredEventsOptions {
  /**
   * Sessions whose state is remembered. The analyzer evicts sessions itself; the limit here only makes sure, and must not
   * be smaller than the analyzer's. Default 20,000.
   */
  readonly maxSessions?: number;
}

const DEFAULT_MAX_SESSIONS = 20_000;
/** Findings whose row is over, and that may be told again with a greater count. */
const MAX_FINDINGS = 100_000;

/** A row on its way, which nobody else sees: changed in place. */
interface OpenRow {
  exchange: ExchangeView;
  request?: Packet;
  answer?: Packet;
  readonly findings: Finding[];
}

/**
 * The events that a filter selects, in their order. An exchange's event and what it brings with it (its packets, its
 * findings, the new state of its session) pass together or not at all, judged by the row that they make. The event of a
 * session that comes later passes after a row of it; it, and that of a connection, is else judged by that alone. An
 * eviction passes with what is forgotten, a finding that is told again as it did at first, and a fault always. What is kept is bounded by what is open, and by the sessions that the analyzer keeps.
 */
export class FilteredEvents {
  readonly #filter: Filter;
  readonly #maxSessions: number;
  readonly #sessions = new Map<string, SessionView>();
  readonly #connections = new Map<string, Connection>();
  readonly #rows = new Map<string, OpenRow>();
  /** Whether a finding passed when it was told first. */
  readonly #findings = new Map<string, boolean>();
  /** Sessions of which a row passed since they were told last. */
  readonly #moved = new Set<string>();

  constructor(filter: Filter, { maxSessions = DEFAULT_MAX_SESSIONS }: FilteredEventsOptions = {}) {
    this.#filter = filter;
    this.#maxSessions = maxSessions;
  }

  /** How many sessions, connections, exchanges and findings are remembered. */
  get kept(): number {
    return this.#sessions.size + this.#connections.size + this.#rows.size + this.#findings.size;
  }

  /** Takes events in their order. One call has all that the analyzer told at once, or all of several times. */
  take(events: readonly TimelineEvent[]): readonly TimelineEvent[] {
    if (this.#filter.isEmpty) return events;
    const selected: TimelineEvent[] = [];
    let group: TimelineEvent[] = [];
    for (const event of events) {
      if (!continues(group, event)) {
        this.#select(group, selected);
        group = [];
      }
      group.push(event);
    }
    this.#select(group, selected);
    return selected;
  }

  /** A group is an exchange's event with what it brings, or any other event alone. */
  #select(group: readonly TimelineEvent[], selected: TimelineEvent[]): void {
    const [first] = group;
    if (!first) return;
    for (const event of group) this.#remember(event);
    const passes = this.#passes(first);
    if (passes && first.type === 'exchange' && first.exchange.session !== undefined) this.#moved.add(first.exchange.session);
    for (const event of group) {
      if (passes || (event.type === 'session' && this.#passes(event))) selected.push(event);
      if (event.type === 'session') this.#moved.delete(event.session.id);
      if (event.type === 'finding') this.#rememberVerdict(event.finding, passes);
    }
    this.#forget(first);
  }

  #passes(event: TimelineEvent): boolean {
    switch (event.type) {
      case 'exchange':
        return this.#selectsRow(event.exchange.id);
      case 'packet':
        return this.#selectsRow(event.packet.exchange);
      case 'finding':
        return this.#findings.get(event.finding.id) ?? this.#selectsRow(event.finding.exchange);
      case 'session':
        return this.#moved.has(event.session.id) || this.#filter.matches({ session: event.session, findings: [] });
      case 'connection':
        return this.#filter.matches({ connection: event.connection, findings: [] });
      case 'evicted':
        return event.what === 'exchange' ? this.#selectsRow(event.id) : this.#selectsSession(event.id);
      case 'fault':
        return true;
      default:
        return assertNever(event);
    }
  }

  /** Of what is not known any more nobody can say that it was not asked for. */
  #selectsRow(id: string): boolean {
    const row = this.#rows.get(id);
    return row === undefined || this.#filter.matches(this.#subjectOf(row));
  }

  #selectsSession(id: string): boolean {
    const session = this.#sessions.get(id);
    return session === undefined || this.#filter.matches({ session, findings: [] });
  }

  #subjectOf({ exchange, request, answer, findings }: OpenRow): FilterSubject {
    const session = exchange.session === undefined ? undefined : this.#sessions.get(exchange.session);
    return { session, connection: this.#connections.get(exchange.connection), exchange, request, answer, findings };
  }

  #remember(event: TimelineEvent): void {
    switch (event.type) {
      case 'exchange':
        return this.#rememberExchange(event.exchange);
      case 'packet':
        return this.#rememberPacket(event.packet);
      case 'finding':
        this.#rows.get(event.finding.exchange)?.findings.push(event.finding);
        return;
      case 'session':
        return this.#rememberSession(event.session);
      case 'connection':
        this.#connections.set(event.connection.id, event.connection);
        return;
      case 'evicted':
      case 'fault':
        return;
      default:
        return assertNever(event);
    }
  }

  #rememberExchange(exchange: ExchangeView): void {
    const row = this.#rows.get(exchange.id);
    if (row) row.exchange = exchange;
    else this.#rows.set(exchange.id, { exchange, findings: [] });
  }

  #rememberPacket(packet: Packet): void {
    const row = this.#rows.get(packet.exchange);
    if (row && isAnswer(packet)) row.answer = packet;
    else if (row) row.request = packet;
  }

  /** What a session that was evicted still does would bring it back for good: so the quietest goes in the end. */
  #rememberSession(session: SessionView): void {
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
    if (this.#sessions.size <= this.#maxSessions) return;
    for (const [quietest] of this.#sessions) {
      this.#sessions.delete(quietest);
      return;
    }
  }

  #rememberVerdict({ id, rule }: Finding, passes: boolean): void {
    if (this.#findings.has(id) || ruleById(rule)?.once === undefined) return;
    this.#findings.set(id, passes);
    dropFirst(this.#findings, MAX_FINDINGS);
  }

  #forget(event: TimelineEvent): void {
    if (event.type === 'exchange' && isOver(event.exchange)) this.#rows.delete(event.exchange.id);
    if (event.type === 'connection' && event.connection.closedAt !== undefined) this.#connections.delete(event.connection.id);
    if (event.type === 'evicted') (event.what === 'exchange' ? this.#rows : this.#sessions).delete(event.id);
    if (event.type === 'evicted') this.#moved.delete(event.id);
  }
}

/** Whether an event belongs to those before it. The new state of a session is the last that an exchange brings. */
function continues(group: readonly TimelineEvent[], event: TimelineEvent): boolean {
  const first = group[0];
  if (first?.type !== 'exchange' || group.at(-1)?.type === 'session') return false;
  switch (event.type) {
    case 'packet':
      return event.packet.exchange === first.exchange.id;
    case 'finding':
      return event.finding.exchange === first.exchange.id;
    case 'session':
      return event.session.id === first.exchange.session && event.at === first.at;
    default:
      return false;
  }
}

/** Whether nothing more comes of an exchange. An answer may be complete while its request is still on its way. */
function isOver({ outcome, cutOff, request, response }: ExchangeView): boolean {
  if (cutOff || outcome === 'cut-off' || outcome === 'malformed' || outcome === 'tunnel') return true;
  if (outcome === 'unsolicited') return response?.endedAt !== undefined;
  return outcome === 'answered' && (request === undefined || request.endedAt !== undefined);
}
