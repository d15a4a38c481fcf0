import type { RequestPacket } from '../bits/packet.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { announcesClose } from '../http/persistence.ts';
import type { Connection, Timeline, TimelineRow } from '../timeline.ts';
import { Handshake } from './handshake.ts';

/** What a request is to the server. `other`: ordinary HTTP, found by method and target. */
export type Role = RequestPacket['type'] | 'reply' | 'other';

/** How and when a connection ended behind an answer, or in place of one. */
export interface Ending {
  readonly how: 'fin' | 'reset';
  /** After the answer; without one, after the request. */
  readonly afterMs: number;
}

/** What the recorded server did with one request. */
export interface Reaction {
  /** Of its exchange. */
  readonly id: string;
  readonly role: Role;
  readonly row: TimelineRow;
  readonly request: HttpRequest;
  readonly packet?: RequestPacket;
  /** What came of an answer, and whether that is all of it. */
  readonly response?: HttpResponse;
  readonly answered: boolean;
  /** From the end of the request to the first byte of the answer; 0 for an early one. */
  readonly latencyMs: number;
  /** The answer began before the request ended. */
  readonly early: boolean;
  /** Where its connection's handshake stood. */
  readonly stage: string;
  /** Where the body of the answer ends in the bytes of the server, chunk sizes and trailers included. */
  readonly bodyEnd: number;
  /** Where bytes of the server begin that are no HTTP. */
  readonly garbageAt?: number;
  readonly ending?: Ending;
  /** The client ended the connection before all of its request was sent: nothing that the server did. */
  readonly abandoned: boolean;
}

/** Every request of a recording and what came of it, in the order in which they began. */
export function reactionsOf(timeline: Timeline): Reaction[] {
  const places = placesOf(timeline);
  const handshakes = new Map<string, Handshake>();
  const reactions: Reaction[] = [];
  for (const row of [...timeline.rows.values()].sort(byBeginning)) {
    const { request, connection } = row.exchange;
    if (!request || row.exchange.kind === 'notification') continue;
    const handshake = handshakes.get(connection) ?? new Handshake();
    handshakes.set(connection, handshake);
    const { headers } = request.head;
    reactions.push(
      reactionOf(row, request, places.get(connection) ?? NOWHERE, handshake.stageOf(headers), timeline.connections.get(connection)),
    );
    if (row.exchange.response) handshake.answered(headers, row.exchange.response.head);
  }
  return reactions;
}

function byBeginning({ exchange: a }: TimelineRow, { exchange: b }: TimelineRow): number {
  if (a.connection === b.connection) return a.index - b.index;
  return (a.request?.startedAt ?? 0) - (b.request?.startedAt ?? 0);
}

/** Where heads of the server begin on a connection, and which exchange is its last. */
interface Places {
  readonly heads: number[];
  lastIndex: number;
}

const NOWHERE: Places = { heads: [], lastIndex: 0 };

function placesOf({ rows }: Timeline): ReadonlyMap<string, Places> {
  const all = new Map<string, Places>();
  for (const { exchange } of rows.values()) {
    const places = all.get(exchange.connection) ?? { heads: [], lastIndex: 0 };
    all.set(exchange.connection, places);
    places.lastIndex = Math.max(places.lastIndex, exchange.index);
    for (const head of exchange.interim) places.heads.push(head.offset);
    if (exchange.response) places.heads.push(exchange.response.head.offset);
  }
  for (const { heads } of all.values()) heads.sort((a, b) => a - b);
  return all;
}

function reactionOf(row: TimelineRow, request: HttpRequest, places: Places, stage: string, connection: Connection | undefined): Reaction {
  const { id, kind, response, unreadable, cutOff } = row.exchange;
  const answered = response?.endedAt !== undefined;
  const packet = row.request && 'method' in row.request ? row.request : undefined;
  const ending = endingOf(row, request, places, connection);
  return {
    ...{ id, row, request, answered, stage },
    role: packet?.type ?? (kind === 'reply' ? 'reply' : 'other'),
    ...(packet && { packet }),
    ...(response && { response }),
    latencyMs: response ? Math.max(0, response.startedAt - (request.endedAt ?? response.startedAt)) : 0,
    early: response !== undefined && (request.endedAt === undefined || response.startedAt < request.endedAt),
    bodyEnd: response ? bodyEndOf(response, places) : 0,
    ...(unreadable?.from === 'server' && { garbageAt: unreadable.offset }),
    ...(ending && { ending }),
    abandoned: !answered && request.endedAt === undefined && cutOff?.by === 'client',
  };
}

function bodyEndOf({ head, framing, bodyLength, endedAt }: HttpResponse, { heads }: Places): number {
  const start = head.offset + head.length;
  if (endedAt !== undefined && framing.kind !== 'chunked') return start + bodyLength;
  return heads[firstAbove(heads, head.offset)] ?? Number.POSITIVE_INFINITY;
}

function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function endingOf({ exchange }: TimelineRow, request: HttpRequest, { lastIndex }: Places, connection?: Connection): Ending | undefined {
  const { response, index } = exchange;
  const over = response?.endedAt;
  const { closedAt, closedBy, how = 'fin' } = connection ?? {};
  if (over === undefined) {
    // The recording ends while the request waits: how the connection ended is not known.
    if (closedAt === undefined || how === 'shutdown') return undefined;
    return { how: how === 'fin' ? 'fin' : 'reset', afterMs: Math.max(0, closedAt - (request.endedAt ?? request.headAt)) };
  }
  if (closedBy === 'server' && index === lastIndex && closedAt !== undefined && how !== 'shutdown')
    return { how: how === 'fin' ? 'fin' : 'reset', afterMs: Math.max(0, closedAt - over) };
  return response && (response.framing.kind === 'until-close' || announcesClose(response)) ? { how: 'fin', afterMs: 0 } : undefined;
}
