import type { Packet } from './bits/packet.ts';
import { isChallenge } from './bits/refusal.ts';
import { copySession, type Session } from './bits/session.ts';
import type { SessionFacts } from './facts/session-facts.ts';
import type { Exchange } from './http/exchange.ts';
import type { Finding, Severity } from './rules/rule.ts';
import type { CloseKind, Speaker } from './wire.ts';

/** A client's connection to the tap. */
export interface Connection {
  /** `c1`, `c2`, … */
  readonly id: string;
  readonly client: string;
  readonly server?: string;
  readonly openedAt: number;
  /** When one side had said all that it would say, before the connection was closed; told when it is. */
  readonly clientEndedAt?: number;
  readonly serverEndedAt?: number;
  readonly closedAt?: number;
  readonly closedBy?: Speaker;
  readonly how?: CloseKind;
  readonly reason?: string;
}

/**
 * What an exchange is about. `reply`: the download of a session's reply. `notification`: a server tells the application
 * behind it of an upload. `other`: ordinary HTTP beside BITS.
 */
export type ExchangeKind = 'bits' | 'reply' | 'notification' | 'other';

/** An exchange as the timeline shows it. */
export interface ExchangeView extends Exchange {
  readonly kind: ExchangeKind;
  /** Our id of the session that it belongs to. */
  readonly session?: string | undefined;
}

export function exchangeView(exchange: Exchange, kind: ExchangeKind, session: string | undefined): ExchangeView {
  const { id, connection, index, interim, rewrites, outcome, request, response, answeredBy, cutOff, unreadable } = exchange;
  return { id, connection, index, interim, rewrites, outcome, request, response, answeredBy, cutOff, unreadable, kind, session };
}

/** A session as the timeline shows it. */
export interface SessionView extends Session {
  readonly findings: Readonly<Record<Severity, number>>;
  readonly facts: SessionFacts;
}

export function sessionView(session: Session, { error, warning, note }: SessionView['findings'], facts: SessionFacts): SessionView {
  return Object.assign(copySession(session), { findings: { error, warning, note }, facts });
}

/** Something that happened, in the whole new state of what it happened to. Numbered without gaps from 1. */
export type TimelineEvent = TimelineFact & { readonly seq: number; readonly at: number };

export type TimelineFact =
  | { readonly type: 'connection'; readonly connection: Connection }
  | { readonly type: 'exchange'; readonly exchange: ExchangeView }
  | { readonly type: 'packet'; readonly packet: Packet }
  | { readonly type: 'session'; readonly session: SessionView }
  | { readonly type: 'finding'; readonly finding: Finding }
  /** Something was dropped to stay within a limit: nothing is forgotten silently. */
  | { readonly type: 'evicted'; readonly what: 'session' | 'exchange'; readonly id: string; readonly limit: string }
  | { readonly type: 'fault'; readonly code: string; readonly message: string; readonly connection?: string };

/** One row of a timeline: an exchange with what it carried and what was found in it. */
export interface TimelineRow {
  readonly exchange: ExchangeView;
  readonly request?: Packet;
  readonly answer?: Packet;
  readonly findings: readonly Finding[];
}

/** How a session stands, in one word for lists. */
export type Standing = 'starting' | 'uploading' | 'waiting for close' | 'complete' | 'cancelled' | 'lost' | 'refused' | 'unknown to server';

/** Everything of a connection, an exchange or a session, latest state each, by id. */
export class Timeline {
  readonly connections = new Map<string, Connection>();
  readonly sessions = new Map<string, SessionView>();
  readonly rows = new Map<string, TimelineRow>();
  seq = 0;

  /** Takes events in their order; an event that was already taken changes nothing. */
  apply(event: TimelineEvent): void {
    if (event.seq <= this.seq) return;
    this.seq = event.seq;
    fold(this, event);
  }
}

function fold(timeline: Timeline, event: TimelineEvent): void {
  switch (event.type) {
    case 'connection':
      timeline.connections.set(event.connection.id, event.connection);
      return;
    case 'session':
      timeline.sessions.set(event.session.id, event.session);
      return;
    case 'exchange': {
      const row = timeline.rows.get(event.exchange.id);
      timeline.rows.set(event.exchange.id, { ...(row ?? { findings: [] }), exchange: event.exchange });
      return;
    }
    case 'packet':
      updateRow(timeline, event.packet.exchange, (row) => withPacket(row, event.packet));
      return;
    case 'finding':
      updateRow(timeline, event.finding.exchange, (row) => ({ ...row, findings: withFinding(row.findings, event.finding) }));
      return;
    case 'evicted':
      if (event.what === 'session') timeline.sessions.delete(event.id);
      else timeline.rows.delete(event.id);
      return;
    case 'fault':
      return;
  }
}

/** An exchange's own event always comes before those of what it carries. */
function updateRow(timeline: Timeline, exchange: string, change: (row: TimelineRow) => TimelineRow): void {
  const row = timeline.rows.get(exchange);
  if (row) timeline.rows.set(exchange, change(row));
}

/** A finding that is told again has counted more of the same. */
export function withFinding(findings: readonly Finding[], finding: Finding): readonly Finding[] {
  const known = findings.findIndex(({ id }) => id === finding.id);
  return known < 0 ? [...findings, finding] : findings.with(known, finding);
}

function withPacket(row: TimelineRow, packet: Packet): TimelineRow {
  return isAnswer(packet) ? { ...row, answer: packet } : { ...row, request: packet };
}

export function isAnswer(packet: Packet): boolean {
  return packet.type === 'no-ack' || packet.type.endsWith('-ack');
}

/** The heaviest first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[];

/** The heaviest finding of a session, or none. */
export function worstSeverity(session: SessionView): Severity | undefined {
  return SEVERITIES.find((severity) => session.findings[severity] > 0);
}

/** One word for where a session stands; how it came to that is the verdict's business. */
export function standing(session: Session): Standing {
  switch (session.state) {
    case 'INIT':
      return (session.lastStatus ?? 0) >= 400 ? 'refused' : 'starting';
    case 'RECEIVE_FRAGMENTS':
    case 'NOTIFY':
      return wasEndedInVain(session) ? 'lost' : 'uploading';
    case 'WAIT_FOR_CLOSE':
      return 'waiting for close';
    case 'COMPLETE':
      return session.total !== undefined && session.coverage.acknowledged < session.total ? 'lost' : 'complete';
    case 'CANCEL':
      return 'cancelled';
    case 'EXPIRED':
      return 'unknown to server';
  }
}

/** Whether more may come of a session that stands so. */
export function isOpen(now: Standing): boolean {
  return now === 'starting' || now === 'uploading' || now === 'waiting for close';
}

/** A Close-Session that the server refused for good: clients do not send it again [DOC ack-for-close-session]. */
function wasEndedInVain({ end }: Session): boolean {
  const status = end?.packet === 'close-session' ? (end.status ?? 0) : 0;
  return status >= 400 && status < 500 && !isChallenge(status);
}
