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
export function linesOf(rows: readonly TimelineRow[], firstNumber: number): readonly Line[] {
  return new LineFold().take(rows, firstNumber);
}

/** The lines of rows that grow: what came before the first row that changed is not looked at again. */
export class LineFold {
  #rows: readonly TimelineRow[] = [];
  #lines: readonly Line[] = [];

  take(rows: readonly TimelineRow[], firstNumber: number): readonly Line[] {
    const same = sameFrom(this.#rows, rows);
    this.#lines = same === undefined ? buildAll(rows, firstNumber) : this.#goOn(rows, firstNumber, same);
    this.#rows = rows;
    return this.#lines;
  }

  /** `gone` rows were let go at the front; of those that stayed, the first `count` are the very same. */
  #goOn(rows: readonly TimelineRow[], firstNumber: number, { gone, count }: Same): readonly Line[] {
    const changed = rows.slice(count);
    // Nothing of a row is before its request; one without a request may stand anywhere.
    const from = changed.reduce((least, row) => Math.min(least, timeOf(row) ?? Number.NEGATIVE_INFINITY), Number.POSITIVE_INFINITY);
    const cut = firstAt(this.#lines, from);
    const old = new Set([...this.#rows.slice(0, gone), ...this.#rows.slice(gone + count)]);
    const stays = (line: Line): line is PacketLine => line.kind !== 'connection' && !old.has(line.row);
    const tail = this.#lines.slice(cut).filter(stays);
    let beganAt = rows.slice(0, count).findLast((row) => timeOf(row) !== undefined)?.exchange.request?.startedAt ?? firstTime(rows);
    for (const [index, row] of changed.entries()) {
      beganAt = timeOf(row) ?? beganAt;
      tail.push(...packetLines(row, firstNumber + count + index, beganAt));
    }
    tail.sort(inTime);
    const head = this.#lines.slice(0, cut);
    // Without its first lines, a connection comes up elsewhere for the first time.
    return gone === 0 ? withConnections(head, tail) : withConnections([], [...head.filter(stays), ...tail]);
  }
}

interface Same {
  readonly gone: number;
  readonly count: number;
}

/** What two lists of rows have in common from the front, but for those that were let go there; nothing for lists that have nothing in common. */
function sameFrom(before: readonly TimelineRow[], now: readonly TimelineRow[]): Same | undefined {
  const [first] = now;
  const gone = first ? before.indexOf(first) : -1;
  if (gone < 0) return undefined;
  let count = 0;
  while (count < now.length && now[count] === before[gone + count]) count += 1;
  return { gone, count };
}

function buildAll(rows: readonly TimelineRow[], firstNumber: number): readonly Line[] {
  let beganAt = firstTime(rows);
  const packets = rows.flatMap((row, index) => {
    beganAt = timeOf(row) ?? beganAt;
    return packetLines(row, firstNumber + index, beganAt);
  });
  return withConnections([], packets.sort(inTime));
}

function inTime(a: Line, b: Line): number {
  return a.at - b.at;
}

/** The place of the first line that is not before a moment. */
function firstAt(lines: readonly Line[], at: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
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

/** Puts lines behind others, with one more where a connection comes up first. */
function withConnections(head: readonly Line[], packets: readonly PacketLine[]): readonly Line[] {
  const lines = [...head];
  const seen = new Set(head.map((line) => (line.kind === 'connection' ? line.connection : line.row.exchange.connection)));
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
