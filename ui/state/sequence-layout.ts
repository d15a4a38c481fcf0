import type { Connection } from '../../proxy/core/timeline.ts';
import type { PacketLine } from './lines.ts';
import { layTracks, type Track } from './sequence-tracks.ts';
import { type AxisRun, type Break, TimeAxis } from './time-axis.ts';

/** A packet or an answer in the sequence. `top` to `bottom`, pixels: from its first byte to its last. */
export interface Step {
  readonly line: PacketLine;
  /** Which of the steps it is, from 0. */
  readonly index: number;
  /** When its last byte was seen, or what is known of it so far. */
  readonly until: number;
  readonly top: number;
  readonly bottom: number;
  /** For an answer: where its request ended, and the waiting began. */
  readonly waitedFrom: number | undefined;
  /** Whether there is room for words beside the lanes, and for words between them. */
  readonly labelled: boolean;
  readonly worded: boolean;
  /** Whether it is drawn at all, where hundreds share a pixel. */
  readonly drawn: boolean;
}

export interface SequenceLayout {
  readonly height: number;
  /** In order of time, as the lines. */
  readonly steps: readonly Step[];
  readonly breaks: readonly Break[];
  readonly runs: readonly AxisRun[];
  readonly tracks: readonly Track[];
}

export interface LayoutOptions {
  /** How long a millisecond is, pixels, at zoom 1. */
  readonly pxPerMs: number;
  /** Above 1 time is stretched, below 1 the whole picture shrinks. */
  readonly zoom: number;
  /** `roomy`: every line has room for its words, also where its time is shorter. `strict`: to scale everywhere but in breaks. */
  readonly spacing: 'roomy' | 'strict';
  /** The present of the session, for what is still on its way; ms since the epoch. */
  readonly now: number;
}

/** From one line to the next at least, and the least length of a bar; pixels. */
export const ROOM = 22;
const LEAST_BAR = 16;
/** Above the first line and below the last. */
export const MARGIN = 26;
/** Words need this much. */
const LABEL = 15;
/** Lines that are closer than this are drawn as one. */
const HAIR = 1.5;

/** Where everything stands: time runs down, silences are compressed. Done anew with every change: it is kept to one pass. */
export function layOutSequence(lines: readonly PacketLine[], connections: readonly Connection[], options: LayoutOptions): SequenceLayout {
  const shrink = Math.min(1, options.zoom);
  const axis = new TimeAxis(options.pxPerMs * Math.max(1, options.zoom), MARGIN);
  const used = connectionsOf(lines, connections);
  const placed = place(lines, used, options, axis);
  const scaled = (y: number) => (y < MARGIN ? y : MARGIN + (y - MARGIN) * shrink);
  const moved = <T extends Stretch>(list: T[]): T[] =>
    shrink === 1 ? list : list.map((one) => ({ ...one, top: scaled(one.top), bottom: scaled(one.bottom) }));
  const height = scaled(axis.y) + MARGIN;
  return {
    height,
    steps: withDetail(moved(placed)),
    breaks: moved(axis.breaks),
    runs: moved(axis.runs),
    tracks: layTracks(used, (at) => scaled(axis.yOf(at)), height),
  };
}

function connectionsOf(lines: readonly PacketLine[], connections: readonly Connection[]): Connection[] {
  const used = new Set<string>();
  for (const { row } of lines) used.add(row.exchange.connection);
  return connections.filter(({ id }) => used.has(id));
}

interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

interface Placed extends Stretch {
  readonly line: PacketLine;
  readonly until: number;
  bottom: number;
}

function place(lines: readonly PacketLine[], connections: readonly Connection[], options: LayoutOptions, axis: TimeAxis): Placed[] {
  const placed: Placed[] = [];
  const isRoomy = options.spacing === 'roomy';
  let room = Number.NEGATIVE_INFINITY;
  const until = Float64Array.from(lines, (line) => endOf(line, options.now));
  inOrder(lines, until, turnsOf(connections, lines[0]?.at ?? 0), {
    begin(line, index) {
      axis.advance(line.at, isRoomy ? room : 0);
      room = axis.y + ROOM;
      placed.push({ line, until: until[index] ?? line.at, top: axis.y, bottom: axis.y });
      axis.begin(line);
    },
    end(line, index) {
      const begun = placed[index];
      if (!begun) return;
      axis.advance(begun.until, isRoomy && hasBody(line) ? begun.top + LEAST_BAR : 0);
      begun.bottom = axis.y;
      axis.end(line);
    },
    turn: (at) => axis.advance(at, 0),
  });
  return placed;
}

/** A body is a bar, however fast it went. */
function hasBody({ kind, row }: PacketLine): boolean {
  return kind === 'request' && (row.exchange.request?.bodyLength ?? 0) > 0;
}

interface Happenings {
  begin(line: PacketLine, index: number): void;
  end(line: PacketLine, index: number): void;
  /** A connection was opened or closed. */
  turn(at: number): void;
}

/** Goes through all that begins and ends, in order of time: a line ends before a later one begins at the same moment. */
function inOrder(lines: readonly PacketLine[], until: Float64Array, turns: readonly number[], happens: Happenings): void {
  const ends = endsInOrder(until);
  let [begin, end, turn] = [0, 0, 0];
  while (end < ends.length) {
    const ending = ends[end] ?? 0;
    const endsAt = until[ending] ?? 0;
    const line = lines[begin];
    const isBegin = line !== undefined && (line.at < endsAt || (line.at === endsAt && begin <= ending));
    const at = isBegin ? line.at : endsAt;
    while ((turns[turn] ?? Number.POSITIVE_INFINITY) < at) happens.turn(turns[turn++] ?? at);
    const ended = lines[ending];
    if (isBegin) happens.begin(line, begin++);
    else if (ended) happens.end(ended, ends[end++] ?? 0);
  }
  for (; turn < turns.length; turn += 1) happens.turn(turns[turn] ?? 0);
}

/** Lines by the time of their ends; most end one after the other. */
function endsInOrder(until: Float64Array): Uint32Array {
  const order = Uint32Array.from(until, (_, index) => index);
  const isSorted = until.every((at, index) => index === 0 || at >= (until[index - 1] ?? at));
  return isSorted ? order : order.sort((a, b) => (until[a] ?? 0) - (until[b] ?? 0) || a - b);
}

/** When connections were opened and closed. Those that were open before are drawn from the top. */
function turnsOf(connections: readonly Connection[], first: number): number[] {
  const turns = connections.flatMap(({ openedAt, closedAt }) => [
    ...(openedAt > first ? [openedAt] : []),
    ...(closedAt === undefined ? [] : [closedAt]),
  ]);
  return turns.sort((a, b) => a - b);
}

/** When the last byte of a line was seen; what is on its way lasts until now. */
export function endOf({ kind, row, at }: PacketLine, now: number): number {
  const { request, response, outcome } = row.exchange;
  const message = kind === 'request' ? request : response;
  const isOnItsWay = outcome === (kind === 'request' ? 'sending' : 'answering');
  return Math.max(at, message?.endedAt ?? (isOnItsWay ? now : cutAt(row.answer?.at, message?.headAt ?? at)));
}

/** A body that was cut off ends when that was seen. */
function cutAt(answeredAt: number | undefined, headAt: number): number {
  return Math.max(answeredAt ?? headAt, headAt);
}

/** What has words and what is drawn is decided for all, so that scrolling changes nothing. */
function withDetail(placed: readonly Placed[]): Step[] {
  const last = { request: NOWHERE, answer: NOWHERE, drawn: NOWHERE, line: NOWHERE };
  const ends = new Map<string, number>();
  return placed.map(({ line, until, top, bottom }, index) => {
    const { id } = line.row.exchange;
    const waitedFrom = line.kind === 'answer' ? ends.get(id) : undefined;
    if (line.kind === 'request') ends.set(id, bottom);
    const labelled = top - last[line.kind] >= LABEL;
    const worded = labelled && (bottom - top >= LABEL || top - last.line >= LABEL);
    const drawn = labelled || top - last.drawn >= HAIR || bottom - last.drawn >= 4 || isTelling(line);
    if (labelled) last[line.kind] = top;
    if (drawn) last.drawn = Math.max(top, last.drawn);
    last.line = Math.max(bottom, last.line);
    return { line, index, until, top, bottom, waitedFrom, labelled, worded, drawn };
  });
}

const NOWHERE = Number.NEGATIVE_INFINITY;

/** What must be seen at any zoom. */
export function isTelling({ row }: PacketLine): boolean {
  return row.findings.length > 0 || row.answer?.type === 'no-ack' || (row.exchange.response?.head.status ?? 0) >= 400;
}
