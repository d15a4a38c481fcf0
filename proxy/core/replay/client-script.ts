import type { RequestPacket } from '../bits/packet.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Connection, ExchangeKind, SessionView, Timeline, TimelineRow } from '../timeline.ts';
import { Groups } from './groups.ts';
import { StepOrder } from './step-order.ts';

/** One request of a recorded client. */
export interface ScriptStep {
  readonly row: TimelineRow;
  readonly request: HttpRequest;
  readonly connection: string;
  /** Our id of the recorded session. */
  readonly session: string;
  /** When it was over: answered, or its connection gone. */
  readonly overAt: number;
  /** What was over before it began, of its session and its connection: the client may have waited for that. */
  readonly after: readonly ScriptStep[];
  /** The one of its session before it, whose head was sent before this one's. */
  readonly behind?: ScriptStep;
}

/** The packet that a step sends; none for the download of a reply. */
export function packetOf({ row: { request } }: ScriptStep): RequestPacket | undefined {
  return request && 'method' in request ? request : undefined;
}

/** Sessions that shared connections, in one piece: what can't be told apart is done together. Steps in the order in which they began. */
export interface ScriptAct {
  readonly startedAt: number;
  readonly sessions: readonly SessionView[];
  readonly connections: ReadonlyMap<string, Connection>;
  readonly steps: readonly ScriptStep[];
}

/** What a recorded client did, for somebody who does it again. */
export interface ClientScript {
  /** In the order in which they began. */
  readonly acts: readonly ScriptAct[];
  readonly startedAt: number;
  /** Sessions that were under way at the same time, at most; acts count as one. */
  readonly atOnce: number;
  /** Exchanges that are not played, by what they are about. */
  readonly leftOut: Readonly<Record<LeftOut, number>>;
}

/** `unreadable`: of a session, but without a request that could be read. `unchosen`: of a session that was not asked for. */
export type LeftOut = Exclude<ExchangeKind, 'bits' | 'reply'> | 'unreadable' | 'unchosen';

/** From the rows of recorded sessions to what their client sends; `wanted` chooses sessions, by default all. */
export function clientScript(timeline: Timeline, wanted: (session: SessionView) => boolean = () => true): ClientScript {
  const leftOut = { other: 0, notification: 0, unreadable: 0, unchosen: 0 };
  const chosen = new Set([...timeline.sessions.values()].filter(wanted).map(({ id }) => id));
  const found = requestsOf(timeline, chosen, leftOut);
  const acts = actsOf(found, timeline);
  return { acts, startedAt: acts[0]?.startedAt ?? 0, atOnce: mostAtOnce(acts), leftOut };
}

interface Found {
  readonly row: TimelineRow;
  readonly request: HttpRequest;
  readonly session: string;
}

function requestsOf(timeline: Timeline, chosen: ReadonlySet<string>, leftOut: Record<LeftOut, number>): Found[] {
  const found: Found[] = [];
  for (const row of timeline.rows.values()) {
    const { kind, session, request } = row.exchange;
    if (kind === 'other' || kind === 'notification') leftOut[kind] += 1;
    else if (session === undefined || !chosen.has(session)) leftOut.unchosen += 1;
    else if (!request) leftOut.unreadable += 1;
    else found.push({ row, request, session });
  }
  return found.sort(byBeginning);
}

/** On one connection their order decides: several heads may have come at once. */
function byBeginning({ row: { exchange: a }, request }: Found, { row: { exchange: b }, request: other }: Found): number {
  if (request.startedAt !== other.startedAt) return request.startedAt - other.startedAt;
  if (a.connection === b.connection) return a.index - b.index;
  return a.connection < b.connection ? -1 : 1;
}

function actsOf(found: readonly Found[], timeline: Timeline): ScriptAct[] {
  const groups = new Groups();
  for (const { row, session } of found) groups.join(`c ${row.exchange.connection}`, `s ${session}`);
  const acts = new Map<string, Found[]>();
  for (const one of found) {
    const group = groups.of(`s ${one.session}`);
    const act = acts.get(group);
    if (act) act.push(one);
    else acts.set(group, [one]);
  }
  return [...acts.values()].map((requests) => actOf(requests, timeline));
}

function actOf(requests: readonly Found[], timeline: Timeline): ScriptAct {
  const ids = new Set(requests.map(({ session }) => session));
  const connections = new Map<string, Connection>();
  for (const { row } of requests) {
    const connection = timeline.connections.get(row.exchange.connection);
    if (connection) connections.set(connection.id, connection);
  }
  return {
    startedAt: requests[0]?.request.startedAt ?? 0,
    sessions: [...ids].flatMap((id) => timeline.sessions.get(id) ?? []),
    connections,
    steps: stepsOf(requests, connections),
  };
}

function stepsOf(requests: readonly Found[], connections: ReadonlyMap<string, Connection>): ScriptStep[] {
  const order = new StepOrder();
  return requests.map(({ row, request, session }) => {
    const { connection } = row.exchange;
    return order.take({
      ...{ row, request, connection, session },
      overAt: overAt(row, connections.get(connection)),
    });
  });
}

/** What never ended is over when nothing more of it can come. */
function overAt({ exchange: { request, response } }: TimelineRow, connection: Connection | undefined): number {
  const end = response?.endedAt ?? connection?.closedAt ?? Number.POSITIVE_INFINITY;
  return Math.max(end, request?.startedAt ?? 0);
}

function mostAtOnce(acts: readonly ScriptAct[]): number {
  const moments = acts.flatMap(({ startedAt, steps }) => {
    const ends = steps.map(({ overAt: over, request }) => (Number.isFinite(over) ? over : request.headAt));
    return [
      { at: startedAt, change: 1 },
      { at: ends.reduce((latest, end) => Math.max(latest, end), startedAt), change: -1 },
    ];
  });
  moments.sort((a, b) => a.at - b.at || a.change - b.change);
  let now = 0;
  return moments.reduce((most, { change }) => {
    now += change;
    return Math.max(most, now);
  }, 1);
}
