import type { RequestPacket } from './bits/packet.ts';
import type { SessionEntry, WaitingPacket } from './bits/session-store.ts';
import type { Flight, Tracked } from './flight.ts';
import type { Overlap } from './rules/case.ts';

/**
 * The request that still waits for its answer as this one begins: of the same session, else on the same connection. Once an
 * answer has begun a client may take it for complete: it need not have a body.
 */
export function overlapOf(packet: RequestPacket, { waiting }: SessionEntry, connection: Tracked): Overlap | undefined {
  const before = waiting.find(isUnanswered);
  if (before) return describe(packet, before, 'session');
  const pipelined = connection.flights.find(({ bits, judged, exchange }) => bits && !judged && !exchange.response);
  return pipelined && describe(packet, asWaiting(pipelined, connection), 'connection');
}

function isUnanswered({ exchange: id, on }: WaitingPacket): boolean {
  return !on.flights.some(({ exchange }) => exchange.id === id && exchange.response);
}

function describe(packet: RequestPacket, before: WaitingPacket, shares: Overlap['shares']): Overlap {
  const { exchange, packet: type, since, on } = before;
  return { exchange, packet: type, connection: on.view.id, shares, waitedMs: packet.at - since, abandoned: on.clientEnded };
}

function asWaiting({ exchange, bits }: Flight, on: Tracked): WaitingPacket {
  return { exchange: exchange.id, packet: bits?.packet.type ?? 'malformed', since: bits?.packet.at ?? 0, on };
}
