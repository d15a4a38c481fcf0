import { SEVERITIES } from '../timeline.ts';
import type { CheckReport, FindingRecord } from './check-report.ts';

/** The findings of one session, or of no session, in one file. */
export type FindingsOf = (file: string, session?: string) => readonly FindingRecord[];

const NONE: readonly FindingRecord[] = [];

/** Findings by session: the gravest first, then in the order of time. */
export function bySession({ findings }: Pick<CheckReport, 'findings'>): FindingsOf {
  const groups = new Map<string, FindingRecord[]>();
  for (const finding of findings) {
    const key = keyOf(finding.file, finding.session);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  for (const group of groups.values()) group.sort(byWeight);
  return (file, session) => groups.get(keyOf(file, session)) ?? NONE;
}

function keyOf(file: string, session = ''): string {
  return `${session}\n${file}`;
}

function byWeight(a: FindingRecord, b: FindingRecord): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.at - b.at;
}

/** `packet 12 (frame 345, answer 348)`, or what there is instead. */
export function placeText({ exchange, packet: { number, type, frame, answerFrame } }: FindingRecord): string {
  const what = number === undefined ? `${type} ${exchange}` : `packet ${number}`;
  const frames = [...(frame === undefined ? [] : [`frame ${frame}`]), ...(answerFrame === undefined ? [] : [`answer ${answerFrame}`])];
  return frames.length === 0 ? what : `${what} (${frames.join(', ')})`;
}
