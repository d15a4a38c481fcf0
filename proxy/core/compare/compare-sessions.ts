import type { ByteRange } from '../bits/range.ts';
import type { Severity } from '../rules/rule.ts';
import { type SessionView, type Standing, standing, type TimelineRow } from '../timeline.ts';
import { verdict } from '../verdict.ts';
import { align } from './align.ts';
import type { Difference } from './difference.ts';
import { DEFAULT_IGNORED, type IgnoreList } from './ignore-list.ts';
import { roleOf } from './packet-role.ts';
import { rowDifferences } from './row-differences.ts';

/** A session with all of its exchanges, in their order; several sessions where a client started over, of which the last counts. */
export interface ComparedSession {
  readonly session: SessionView | undefined;
  readonly rows: readonly TimelineRow[];
}

/** Two packets of the same role, or one that the other side does not have. */
export interface PacketPair {
  readonly role: string;
  readonly a?: PacketSide;
  readonly b?: PacketSide;
  readonly differences: readonly Difference[];
  /** How much longer the answer took in `b`, where both came and took time. No difference by itself. */
  readonly latencyRatio?: number;
}

export interface PacketSide {
  readonly exchange: string;
  readonly range?: ByteRange;
  readonly status?: number;
  readonly latencyMs?: number;
}

/** A rule that spoke more often on one side. */
export interface FindingChange {
  readonly rule: string;
  readonly severity: Severity;
  /** `new`: only in `b`. `gone`: only in `a`. */
  readonly change: 'new' | 'gone' | 'more' | 'fewer';
  readonly a: number;
  readonly b: number;
}

/** What became of a session. */
export interface SessionSide {
  readonly session: string;
  readonly url: string;
  readonly server: string;
  readonly packets: number;
  readonly standing: Standing;
  readonly acknowledged: bigint;
  readonly total?: bigint;
  readonly verdict: string;
  readonly medianLatencyMs?: number;
}

export interface SessionComparison {
  readonly a?: SessionSide;
  readonly b?: SessionSide;
  readonly packets: readonly PacketPair[];
  readonly findings: readonly FindingChange[];
  /** Whether it ended otherwise, or with another number of bytes. */
  readonly otherOutcome: boolean;
  /** Whether anything differs that is not ignored; latencies alone do not. */
  readonly differs: boolean;
}

export interface CompareOptions {
  readonly ignored?: IgnoreList;
}

/** Aligns two sessions by what their packets do, not by number or time, and tells in what they differ. */
export function compareSessions(
  a: ComparedSession,
  b: ComparedSession,
  { ignored = DEFAULT_IGNORED }: CompareOptions = {},
): SessionComparison {
  const { names } = ignored;
  const packets = pairsOf(a, b, ignored);
  const findings = names.has('findings') ? [] : findingChanges(a.rows, b.rows);
  const [one, other] = [sideOf(a), sideOf(b)];
  const otherOutcome = !names.has('outcome') && outcomeOf(one) !== outcomeOf(other);
  const alone = names.has('packets') ? 0 : packets.filter((pair) => !pair.a || !pair.b).length;
  const differs = otherOutcome || findings.length > 0 || alone > 0 || packets.some(({ differences }) => differences.length > 0);
  return { ...(one && { a: one }), ...(other && { b: other }), packets, findings, otherOutcome, differs };
}

function pairsOf(a: ComparedSession, b: ComparedSession, ignored: IgnoreList): PacketPair[] {
  return align(a.rows.map(roleOf), b.rows.map(roleOf)).map((aligned) => {
    const one = aligned.a === undefined ? undefined : a.rows[aligned.a];
    const other = aligned.b === undefined ? undefined : b.rows[aligned.b];
    const [left, right] = [one && packetSide(one), other && packetSide(other)];
    const ratio = left?.latencyMs && right?.latencyMs ? right.latencyMs / left.latencyMs : undefined;
    return {
      role: roleText(one ?? other),
      ...(left && { a: left }),
      ...(right && { b: right }),
      differences: one && other ? rowDifferences({ row: one, session: a.session }, { row: other, session: b.session }, ignored) : [],
      ...(ratio !== undefined && { latencyRatio: ratio }),
    };
  });
}

function roleText(row: TimelineRow | undefined): string {
  return row ? roleOf(row).role : '';
}

function packetSide(row: TimelineRow): PacketSide {
  const { range, status } = roleOf(row);
  const latencyMs = latencyOf(row);
  return {
    exchange: row.exchange.id,
    ...(range && { range }),
    ...(status !== undefined && { status }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
}

function latencyOf({ exchange: { request, response }, answer }: TimelineRow): number | undefined {
  if (answer && 'latencyMs' in answer) return Math.max(0, answer.latencyMs);
  if (!response || request?.endedAt === undefined) return undefined;
  return Math.max(0, response.startedAt - request.endedAt);
}

function sideOf({ session, rows }: ComparedSession): SessionSide | undefined {
  if (!session) return undefined;
  const { id, url, server, coverage, total } = session;
  const median = medianOf(rows.flatMap((row) => latencyOf(row) ?? []));
  return {
    ...{ session: id, url, server, packets: rows.length, standing: standing(session), acknowledged: coverage.acknowledged },
    ...(total !== undefined && { total }),
    verdict: verdict(session).sentence,
    ...(median !== undefined && { medianLatencyMs: median }),
  };
}

function outcomeOf(side: SessionSide | undefined): string {
  return side ? `${side.standing} ${side.acknowledged} ${side.total ?? ''}` : '';
}

function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

function findingChanges(a: readonly TimelineRow[], b: readonly TimelineRow[]): FindingChange[] {
  const [one, other] = [countsOf(a), countsOf(b)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((rule) => {
    const [before, after] = [one.get(rule), other.get(rule)];
    const counts = { a: before?.count ?? 0, b: after?.count ?? 0 };
    if (counts.a === counts.b) return [];
    return [{ rule, severity: (after ?? before)?.severity ?? 'note', change: changeOf(counts), ...counts }];
  });
}

function changeOf({ a, b }: { readonly a: number; readonly b: number }): FindingChange['change'] {
  if (a === 0) return 'new';
  if (b === 0) return 'gone';
  return b > a ? 'more' : 'fewer';
}

function countsOf(rows: readonly TimelineRow[]): Map<string, { count: number; severity: Severity }> {
  const counts = new Map<string, { count: number; severity: Severity }>();
  for (const { rule, severity } of rows.flatMap(({ findings }) => findings)) {
    const known = counts.get(rule);
    if (known) known.count += 1;
    else counts.set(rule, { count: 1, severity });
  }
  return counts;
}
