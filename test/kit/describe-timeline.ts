import type { Packet } from '../../proxy/core/bits/packet.ts';
import { isAnswer, type TimelineEvent } from '../../proxy/core/timeline.ts';

/**
 * A timeline as the lines that a person would write down: a line per packet and its answer, a line per finding, a line
 * per other exchange, and at the end one per session. Facts that have tests of their own (times, headers) are left out.
 */
export function describeTimeline(events: readonly TimelineEvent[]): string[] {
  const lines: string[] = [];
  /** A finding that was told is told again when its count grows: that is no line. */
  const told = new Set<string>();
  const requests = new Map<string, string>();
  const others = new Map<string, string>();
  const sessions = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'packet' && !isAnswer(event.packet)) requests.set(event.packet.exchange, requestLine(event.packet));
    if (event.type === 'packet' && isAnswer(event.packet))
      lines.push(`${requests.get(event.packet.exchange)} -> ${answerText(event.packet)}`);
    if (event.type === 'finding' && !told.has(event.finding.id)) lines.push(findingLine(event.finding));
    if (event.type === 'finding') told.add(event.finding.id);
    if (event.type === 'fault') lines.push(`fault ${event.code}`);
    if (event.type === 'evicted') lines.push(`evicted ${event.what} ${event.id}`);
    if (event.type === 'exchange' && event.exchange.kind !== 'bits') others.set(event.exchange.id, otherLine(event.exchange));
    if (event.type === 'session') sessions.set(event.session.id, sessionLine(event.session));
  }
  return [...lines, ...others.values(), ...sessions.values()];
}

function findingLine({ severity, rule, blames }: Extract<TimelineEvent, { type: 'finding' }>['finding']): string {
  return `  ${severity} ${rule} (${blames})`;
}

function requestLine(packet: Packet): string {
  const where = `${packet.exchange} ${packet.connection} ${packet.session ?? '-'} ${packet.type}`;
  if (packet.type === 'fragment')
    return packet.range ? `${where} ${packet.range.first}-${packet.range.last}/${packet.range.total}` : `${where} ?`;
  return packet.type === 'malformed' ? `${where} (${packet.reason})` : where;
}

function answerText(packet: Packet): string {
  if (packet.type === 'no-ack') return `no answer, ${packet.cutOff.by} ${packet.cutOff.how}, ${packet.bodySent} body bytes sent`;
  if (!('status' in packet)) return '?';
  const error = packet.error?.code === undefined ? '' : ` 0x${packet.error.code.toString(16).toUpperCase().padStart(8, '0')}`;
  const next = packet.type === 'fragment-ack' && packet.nextOffset !== undefined ? ` next ${packet.nextOffset}` : '';
  const reply = packet.type === 'fragment-ack' && packet.replyUrl !== undefined ? ' reply' : '';
  return `${packet.status}${error}${next}${reply}`;
}

function otherLine(exchange: Extract<TimelineEvent, { type: 'exchange' }>['exchange']): string {
  const { id, connection, kind, session, request, response, outcome, unreadable } = exchange;
  const asked = request ? ` ${request.head.method} ${request.head.target}` : '';
  const answered = response ? ` -> ${response.head.status}, ${response.bodyLength} bytes` : '';
  const bad = unreadable ? `, unreadable from ${unreadable.from} at ${unreadable.offset}` : '';
  return `${id} ${connection} ${session ?? '-'} ${kind}${asked}${answered}, ${outcome}${bad}`;
}

function sessionLine(session: Extract<TimelineEvent, { type: 'session' }>['session']): string {
  const { id, state, fileName, coverage, total, findings, reply } = session;
  const fetched = reply ? `, reply ${reply.fetched}/${reply.length ?? '?'} fetched` : '';
  const found = `${findings.error} errors, ${findings.warning} warnings, ${findings.note} notes`;
  return `${id} ${state} ${fileName} ${coverage.acknowledged}/${total ?? '?'}${fetched}; ${found}`;
}
