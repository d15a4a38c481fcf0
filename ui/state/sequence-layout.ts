import type { Connection } from '../../proxy/core/timeline.ts';
import type { PacketLine } from './lines.ts';
import { layTracks, type Track } from './sequence-tracks.ts';
import { type AxisRun, type Break, TimeAxis } from './time-axis.ts';

/** A packet or an answer in the sequence. `top` to `bottom`, pixels: from its first byte to its last. */
export interface Step {
  readonly line: PacketLine;
  /** When its last byte was seen, or what is known of it so far. */
  readonly until: number;
  readonly top: number;
  readonly bottom: number;
  /** For an answer: where its request ended, and the waiting began. */
  readonly waitedFrom?: number;
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

/** Where everything stands: time runs down, silences are compressed. */
export function layOutSequence(lines: readonly PacketLine[], connections: Iterable<Connection>, options: LayoutOptions): SequenceLayout {
  const shrink = Math.min(1, options.zoom);
  const axis = new TimeAxis(options.pxPerMs * Math.max(1, options.zoom), MARGIN);
  const used = connectionsOf(lines, connections);
  const placed = place(lines, used, options, axis);
  const scaled = (y: number) => (y < MARGIN ? y : MARGIN + (y - MARGIN) * shrink);
  const height = scaled(axis.y) + MARGIN;
  const moved = <T extends { top: number; bottom: number }>(one: T): T => ({ ...one, top: scaled(one.top), bottom: scaled(one.bottom) });
  return {
    height,
    steps: withDetail(placed.map(moved)),
    breaks: axis.breaks.map(moved),
    runs: axis.runs.map(moved),
    tracks: layTracks(used, (at) => scaled(axis.yOf(at)), height),
  };
}

function connectionsOf(lines: readonly PacketLine[], connections: Iterable<Connection>): Connection[] {
  const used = new Set(lines.map(({ row }) => row.exchange.connection));
  return [...connections].filter(({ id }) => used.has(id));
}

interface Placed {
  readonly line: PacketLine;
  readonly until: number;
  readonly top: number;
  bottom: number;
}

/** Something begins or ends; the ends of connections need no room. */
interface Moment {
  readonly at: number;
  readonly kind: 'begin' | 'end' | 'other';
  readonly index: number;
}

function place(lines: readonly PacketLine[], connections: readonly Connection[], options: LayoutOptions, axis: TimeAxis): Placed[] {
  const placed: Placed[] = [];
  let room = Number.NEGATIVE_INFINITY;
  for (const { at, kind, index } of moments(lines, connections, options.now)) {
    const line = lines[index];
    const begun = placed[index];
    if (kind === 'begin' && line) {
      axis.advance(at, options.spacing === 'roomy' ? room : 0);
      room = axis.y + ROOM;
      placed.push({ line, until: endOf(line, options.now), top: axis.y, bottom: axis.y });
      axis.begin(line);
    } else if (kind === 'end' && begun && line) {
      axis.advance(at, options.spacing === 'roomy' && hasBody(line) ? begun.top + LEAST_BAR : 0);
      begun.bottom = axis.y;
      axis.end(line);
    } else axis.advance(at, 0);
  }
  return placed;
}

/** A body is a bar, however fast it went. */
function hasBody({ kind, row }: PacketLine): boolean {
  return kind === 'request' && (row.exchange.request?.bodyLength ?? 0) > 0;
}

function moments(lines: readonly PacketLine[], connections: readonly Connection[], now: number): Moment[] {
  const found: Moment[] = [];
  lines.forEach((line, index) => {
    const until = endOf(line, now);
    found.push({ at: line.at, kind: 'begin', index }, { at: until, kind: 'end', index });
  });
  const first = lines[0]?.at ?? 0;
  for (const { openedAt, closedAt } of connections) {
    if (openedAt > first) found.push({ at: openedAt, kind: 'other', index: -1 });
    if (closedAt !== undefined) found.push({ at: closedAt, kind: 'other', index: -1 });
  }
  // A sort keeps the order of what is equal: a begin stays before its own end.
  return found.sort((a, b) => a.at - b.at);
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
  return placed.map(({ line, until, top, bottom }) => {
    const { id } = line.row.exchange;
    const waitedFrom = line.kind === 'answer' ? ends.get(id) : undefined;
    if (line.kind === 'request') ends.set(id, bottom);
    const labelled = top - last[line.kind] >= LABEL;
    const worded = labelled && (bottom - top >= LABEL || top - last.line >= LABEL);
    const drawn = labelled || top - last.drawn >= HAIR || bottom - last.drawn >= 4 || isTelling(line);
    if (labelled) last[line.kind] = top;
    if (drawn) last.drawn = Math.max(top, last.drawn);
    last.line = Math.max(bottom, last.line);
    return { line, until, top, bottom, ...(waitedFrom !== undefined && { waitedFrom }), labelled, worded, drawn };
  });
}

const NOWHERE = Number.NEGATIVE_INFINITY;

/** What must be seen at any zoom. */
export function isTelling({ row }: PacketLine): boolean {
  return row.findings.length > 0 || row.answer?.type === 'no-ack' || (row.exchange.response?.head.status ?? 0) >= 400;
}
