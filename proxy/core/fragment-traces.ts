import type { Packet } from './bits/packet.ts';
import { type ByteRange, type ContentRange, rangeLength } from './bits/range.ts';
import { insertRange, joinClosest, overlaps, type RangeList } from './bits/range-list.ts';
import type { TimelineRow } from './timeline.ts';

/** A Fragment as it went over the file: what it said, what of it came, and where the server stood after its Ack. */
export interface FragmentTrace {
  readonly exchange: string;
  readonly at: number;
  readonly declared: ContentRange;
  /** Absent where no byte of it came. */
  readonly came?: ByteRange;
  /** Bytes of it that had been sent before: sorted, disjoint. */
  readonly again: RangeList;
  /** Between the last byte that had been sent and its first. */
  readonly gap?: ByteRange;
  readonly outcome: 'waiting' | 'accepted' | 'refused' | 'unanswered';
  readonly status?: number;
  /** The offset that its Ack asks for. */
  readonly asked?: bigint;
  /** Bytes that the server had by its own word, before it and after its Ack. */
  readonly before: bigint;
  readonly after: bigint;
}

/** As many separate stretches are remembered, the closest joined. */
const MAX_RANGES = 1_000;

/** The Fragments of a session whose range can be read, in the order of its rows. */
export function fragmentTraces(rows: readonly TimelineRow[]): readonly FragmentTrace[] {
  return new FragmentTraces().take(rows);
}

/** What was known after a row. */
interface Known {
  readonly row: TimelineRow;
  readonly trace: FragmentTrace | undefined;
  readonly sent: RangeList;
  readonly stands: bigint;
}

/** The traces of rows that grow: only from the first row on that changed, they are made anew. Rows that were let go at the front stay known. */
export class FragmentTraces {
  #known: Known[] = [];

  take(rows: readonly TimelineRow[]): readonly FragmentTrace[] {
    const [first] = rows;
    const gone = first ? this.#known.findIndex(({ row }) => row === first) : -1;
    this.#known = gone < 0 ? [] : this.#known.slice(gone);
    let same = 0;
    while (same < rows.length && this.#known[same]?.row === rows[same]) same += 1;
    this.#known.length = same;
    for (const row of rows.slice(same)) this.#known.push(next(row, this.#known.at(-1)));
    return this.#known.flatMap(({ trace }) => (trace ? [trace] : []));
  }
}

function next(row: TimelineRow, before: Known | undefined): Known {
  const { request: packet, exchange } = row;
  const sent = before?.sent ?? [];
  const stands = before?.stands ?? 0n;
  if (packet?.type !== 'fragment' || !packet.range) return { row, trace: undefined, sent, stands };
  const trace = { exchange: exchange.id, at: packet.at, ...traceOf(row, packet.range, sent, stands, exchange.request?.bodyLength ?? 0) };
  const grown = trace.came ? joinClosest(insertRange(sent, trace.came), MAX_RANGES) : sent;
  return { row, trace, sent: grown, stands: trace.after };
}

function traceOf({ answer }: TimelineRow, range: ContentRange, sent: RangeList, before: bigint, bodyLength: number) {
  const came = cameOf(range, bodyLength);
  const highest = sent.at(-1)?.last ?? -1n;
  const asked = askedIn(answer);
  return {
    declared: range,
    ...(came && { came }),
    again: came ? overlaps(sent, came) : [],
    ...(range.first > highest + 1n && range.first > before && { gap: gapBefore(range.first, highest, before) }),
    ...outcomeOf(answer),
    ...(asked !== undefined && { asked }),
    before,
    after: asked ?? before,
  };
}

function cameOf({ first, last }: ContentRange, bodyLength: number): ByteRange | undefined {
  const end = first + BigInt(bodyLength) - 1n;
  const reached = end < last ? end : last;
  return reached < first ? undefined : { first, last: reached };
}

function gapBefore(first: bigint, highest: bigint, before: bigint): ByteRange {
  return { first: highest + 1n > before ? highest + 1n : before, last: first - 1n };
}

function askedIn(answer: Packet | undefined): bigint | undefined {
  return answer?.type === 'fragment-ack' ? answer.nextOffset : undefined;
}

function outcomeOf(answer: Packet | undefined): Pick<FragmentTrace, 'outcome' | 'status'> {
  if (!answer) return { outcome: 'waiting' };
  return 'status' in answer ? { outcome: answer.status < 300 ? 'accepted' : 'refused', status: answer.status } : { outcome: 'unanswered' };
}

/** Those that carried bytes of a stretch, in order. */
export function tracesOver(traces: readonly FragmentTrace[], { first, last }: ByteRange): FragmentTrace[] {
  return traces.filter(({ came }) => came !== undefined && came.first <= last && came.last >= first);
}

/** How many bytes of it had been sent before. */
export function bytesAgain({ again }: FragmentTrace): bigint {
  return again.reduce((sum, range) => sum + rangeLength(range), 0n);
}
