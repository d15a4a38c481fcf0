import { comparisonText, type Paint } from '../core/compare/comparison-text.ts';
import { stringify } from '../core/json.ts';
import type { ClientScript, LeftOut } from '../core/replay/client-script.ts';
import { bytes, grouped } from '../core/rules/number.ts';
import type { ReplayResult } from '../replay/replay.ts';
import type { ReplayedSessions } from '../replay/replayed-sessions.ts';

/** What a replay came to. */
export interface ReplayReport {
  readonly to: URL;
  readonly mode: 'adaptive' | 'exact';
  readonly pace: number;
  readonly script: ClientScript;
  readonly result: ReplayResult;
  readonly replayed: ReplayedSessions;
}

export function replayJson({ to, mode, pace, script, result, replayed }: ReplayReport): string[] {
  const { kept: comparisons, total, differing } = replayed;
  const summary = { compared: total, differing, listed: comparisons.length };
  return [
    `${stringify({ schema: 'bitstap-replay/1', target: to.href, mode, pace, ...result, leftOut: script.leftOut, summary, comparisons })}\n`,
  ];
}

/** For people: A is what was recorded, B what happened now. */
export function* replayText(report: ReplayReport, paint: Paint): Iterable<string> {
  const { to, mode, result, replayed } = report;
  yield `${paint('heading', `replayed to ${to.href}`)}, ${mode}, ${count(result.requests, 'request')}\n`;
  yield* notes(report);
  for (const { repetition, comparison } of replayed.kept) {
    yield '\n';
    if (repetition > 1) yield `${paint('aside', `repetition ${repetition}`)}\n`;
    yield* comparisonText(comparison, paint);
  }
  yield `\n${paint('heading', totalText(report))}\n`;
}

function* notes({ script, result }: ReplayReport): Iterable<string> {
  const { zeroBytes, leftOpen, interrupted, cancelled, notCancelled } = result;
  if (zeroBytes > 0) yield `  ${bytes(zeroBytes)} of bodies are not in the recording: zeros were sent for them.\n`;
  for (const { text, times } of result.notes) yield `  ${text}${times > 1 ? ` (${grouped(times)} times)` : ''}\n`;
  for (const [what, text] of LEFT_OUT) if (script.leftOut[what] > 0) yield `  left out: ${count(script.leftOut[what], text)}\n`;
  if (leftOpen > 0) yield `  Left open on the server: ${count(leftOpen, 'session')}.\n`;
  if (interrupted) yield `  Interrupted. Cancelled on the server: ${count(cancelled, 'open session')}${others(notCancelled)}.\n`;
}

function others(notCancelled: number): string {
  return notCancelled > 0 ? `, and ${grouped(notCancelled)} could not be` : '';
}

const LEFT_OUT: readonly (readonly [LeftOut, string])[] = [
  ['other', 'other exchange'],
  ['notification', 'notification'],
  ['unreadable', 'unreadable request'],
];

function totalText({ replayed: { total, differing, kept } }: ReplayReport): string {
  if (total === 0) return 'nothing was compared';
  const listed = kept.filter(({ comparison }) => comparison.differs).length;
  const more = listed < differing ? `, ${grouped(listed)} of them are shown` : '';
  const result = differing === 0 ? 'all as recorded' : `${grouped(differing)} ${differing === 1 ? 'differs' : 'differ'}${more}`;
  return `${count(total, 'session')} compared, ${result}`;
}

function count(number: number, what: string): string {
  return `${grouped(number)} ${what}${number === 1 ? '' : 's'}`;
}
