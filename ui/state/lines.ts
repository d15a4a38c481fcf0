import type { Finding } from '../../proxy/core/rules/rule.ts';
import type { TimelineRow } from '../../proxy/core/timeline.ts';

/** What a table of packets shows, line by line: requests, their answers, and where the client came back on a new connection. */
export type Line =
  | { readonly kind: 'request' | 'answer'; readonly key: string; readonly at: number; readonly row: TimelineRow; readonly number: number }
  | { readonly kind: 'connection'; readonly key: string; readonly at: number; readonly connection: string; readonly silenceMs: number };

export type PacketLine = Extract<Line, { row: TimelineRow }>;

/** Rows are replaced when they change, so that a row which did not keeps its very lines, and nothing is drawn again for it. */
const known = new WeakMap<TimelineRow, readonly PacketLine[]>();

/** In order of time. `firstNumber` is the number of the first row: older ones may no longer be kept. */
export function linesOf(rows: readonly TimelineRow[], firstNumber: number): Line[] {
  let beganAt = firstTime(rows);
  const packets = rows.flatMap((row, index) => {
    beganAt = timeOf(row) ?? beganAt;
    return packetLines(row, firstNumber + index, beganAt);
  });
  packets.sort((a, b) => a.at - b.at);
  return withConnections(packets);
}

function timeOf({ exchange, request }: TimelineRow): number | undefined {
  return exchange.request?.startedAt ?? request?.at;
}

/** Bytes that are no request may come before every request. */
function firstTime(rows: readonly TimelineRow[]): number {
  const timed = rows.find((row) => timeOf(row) !== undefined);
  return (timed && timeOf(timed)) ?? 0;
}

function packetLines(row: TimelineRow, number: number, beganAt: number): readonly PacketLine[] {
  const before = known.get(row);
  if (before && (before.length === 0 || before[0]?.number === number)) return before;
  const lines = buildLines(row, number, beganAt);
  known.set(row, lines);
  return lines;
}

/** `beganAt`: bytes that are no request have no time of their own, and stand where the row before them does. */
function buildLines(row: TimelineRow, number: number, beganAt: number): PacketLine[] {
  const { id, request } = row.exchange;
  const lines: PacketLine[] = [];
  if (request || !answerAt(row)) lines.push({ kind: 'request', key: `${id}-request`, at: beganAt, row, number });
  const at = answerAt(row);
  if (at !== undefined) lines.push({ kind: 'answer', key: `${id}-answer`, at, row, number });
  return lines;
}

/** When the answer began, or when it was clear that none would come. */
function answerAt({ exchange, answer }: TimelineRow): number | undefined {
  if (exchange.response) return exchange.response.startedAt;
  if (answer) return answer.at;
  if (exchange.cutOff || exchange.unreadable?.from === 'server') return exchange.request?.endedAt ?? exchange.request?.headAt;
  return undefined;
}

/** What was found as this line came: in the answer, or before there was one. */
export function findingsOf({ kind, row }: PacketLine): readonly Finding[] {
  const answeredAt = answerAt(row);
  if (row.findings.length === 0 || answeredAt === undefined) return kind === 'request' || !row.exchange.request ? row.findings : NONE;
  if (!row.exchange.request) return row.findings;
  return row.findings.filter(({ at }) => at >= answeredAt === (kind === 'answer'));
}

const NONE: readonly Finding[] = [];

function withConnections(packets: readonly PacketLine[]): Line[] {
  const seen = new Set<string>();
  const lines: Line[] = [];
  for (const packet of packets) {
    const { connection } = packet.row.exchange;
    const before = lines.at(-1);
    if (before && !seen.has(connection)) {
      lines.push({ kind: 'connection', key: connection, at: packet.at, connection, silenceMs: packet.at - before.at });
    }
    seen.add(connection);
    lines.push(packet);
  }
  return lines;
}
