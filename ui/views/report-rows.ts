import type { Finding } from '../../proxy/core/rules/rule.ts';
import { SEVERITIES, type TimelineRow } from '../../proxy/core/timeline.ts';
import { formatDelta } from '../parts/format.ts';
import { linesOf, type PacketLine } from '../state/lines.ts';
import { describeLine, type LineText } from './describe-line.ts';

/** A packet with its answer, on paper; or how many are left out in this place. */
export type ReportRow =
  | {
      readonly kind: 'packet';
      readonly key: string;
      readonly number: number;
      readonly at: number;
      /** Since the packet before. */
      readonly delta: string;
      readonly request?: LineText;
      readonly answer?: LineText;
      /** The rules that found something, each once. */
      readonly rules: readonly string[];
    }
  | { readonly kind: 'left-out'; readonly key: string; readonly count: number };

/** So many packets fill about ten pages: of more, the first and the last are printed, and those with findings. */
const ALL = 400;
const EACH_END = 100;
/** Of packets with findings, between the ends. */
const FOUND = 200;

/** What is printed of a session's packets, in their order. `firstNumber` as in `linesOf`. */
export function reportRows(rows: readonly TimelineRow[], firstNumber: number): ReportRow[] {
  const printed: ReportRow[] = [];
  let left = 0;
  let found = 0;
  for (const [index, row] of rows.entries()) {
    const isFound = row.findings.some(({ severity }) => severity !== 'note') && found < FOUND;
    if (rows.length > ALL && index >= EACH_END && index < rows.length - EACH_END && !isFound) {
      left += 1;
      continue;
    }
    if (isFound) found += 1;
    if (left > 0) printed.push({ kind: 'left-out', key: `before ${row.exchange.id}`, count: left });
    left = 0;
    printed.push(packetOf(row, firstNumber + index, rows[index - 1]));
  }
  return printed;
}

function packetOf(row: TimelineRow, number: number, before: TimelineRow | undefined): ReportRow {
  const lines = linesOf([row], number).filter((line): line is PacketLine => line.kind !== 'connection');
  const [request, answer] = (['request', 'answer'] as const).map((kind) => lines.find((line) => line.kind === kind));
  const at = startOf(row);
  return {
    ...{ kind: 'packet', key: row.exchange.id, number, at, delta: before ? formatDelta(at - startOf(before)) : '' },
    ...(request && { request: describeLine(request) }),
    ...(answer && { answer: describeLine(answer) }),
    rules: [...new Set(row.findings.map(({ rule }) => rule))],
  };
}

function startOf({ exchange, request }: TimelineRow): number {
  return exchange.request?.startedAt ?? request?.at ?? 0;
}

export interface ReportFinding {
  /** The first of them. */
  readonly finding: Finding;
  readonly count: number;
  /** The numbers of the packets, the first ones. */
  readonly packets: readonly number[];
}

const LISTED = 12;

/** What was found, by rule, the gravest first: each is explained once. */
export function reportFindings(rows: readonly TimelineRow[], firstNumber: number): ReportFinding[] {
  const groups = new Map<string, { finding: Finding; count: number; packets: number[] }>();
  for (const [index, { findings }] of rows.entries())
    for (const finding of findings) {
      const key = `${finding.rule} ${finding.severity} ${finding.blames}`;
      const group = groups.get(key) ?? { finding, count: 0, packets: [] };
      group.count += 1;
      if (group.packets.length < LISTED) group.packets.push(firstNumber + index);
      groups.set(key, group);
    }
  return [...groups.values()].sort((a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity));
}
