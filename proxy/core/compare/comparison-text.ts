import { lineText } from '../report/line-text.ts';
import type { TextStyle } from '../report/report-format.ts';
import { grouped } from '../rules/number.ts';
import type { FindingChange, PacketPair, PacketSide, SessionComparison, SessionSide } from './compare-sessions.ts';
import type { Difference } from './difference.ts';

/** How text stands out where it is written to. */
export type Paint = (style: TextStyle, text: string) => string;

/** Of packets that only one side has, so many are listed. */
const MAX_LISTED = 10;

/** A comparison for people: what became of both, and each difference once with how often it was met. */
export function* comparisonText(comparison: SessionComparison, paint: Paint): Iterable<string> {
  const { a, b, differs, otherOutcome } = comparison;
  yield `${paint('heading', titleOf(a, b))}  ${differs ? paint('warning', 'differs') : 'the same'}${packetsText(comparison)}\n`;
  if (otherOutcome || differs) yield* outcomeText(comparison);
  for (const { difference, pairs } of groups(comparison.packets))
    yield `  ${differenceText(difference)}  ${paint('aside', placeText(pairs))}\n`;
  yield* aloneText(comparison.packets, 'a', paint);
  yield* aloneText(comparison.packets, 'b', paint);
  for (const finding of comparison.findings) yield `  ${findingText(finding, paint)}\n`;
  yield* latencyText(a, b, paint);
}

function titleOf(a: SessionSide | undefined, b: SessionSide | undefined): string {
  const name = (side: SessionSide) => `${side.session} ${lineText(side.url)}`;
  if (a && b) return `${name(a)}  ↔  ${name(b)}`;
  if (a) return `${name(a)}  only in A`;
  return b ? `${name(b)}  only in B` : 'nothing';
}

function packetsText({ a, b }: SessionComparison): string {
  const [one, other] = [a?.packets ?? 0, b?.packets ?? 0];
  return `, ${one === other ? `${grouped(one)} exchanges` : `${grouped(one)} and ${grouped(other)} exchanges`}`;
}

function* outcomeText({ a, b }: SessionComparison): Iterable<string> {
  if (a) yield `  A  ${a.standing}: ${a.verdict}\n`;
  if (b) yield `  B  ${b.standing}: ${b.verdict}\n`;
}

interface Group {
  readonly difference: Difference;
  readonly pairs: PacketPair[];
}

/** The same difference of many packets is one. */
function groups(packets: readonly PacketPair[]): Iterable<Group> {
  const found = new Map<string, Group>();
  for (const pair of packets) {
    for (const difference of pair.differences) {
      const key = JSON.stringify(difference);
      const known = found.get(key);
      if (known) known.pairs.push(pair);
      else found.set(key, { difference, pairs: [pair] });
    }
  }
  return found.values();
}

function differenceText({ what, of, name, a, b }: Difference): string {
  const about = name === undefined || what === 'spelling' ? `${of} ${what}` : `${of} header ${lineText(name)}`;
  return `${about}: ${valueText(a, what)} → ${valueText(b, what)}`;
}

function valueText(value: string | undefined, what: Difference['what']): string {
  if (value === undefined) return 'none';
  return what === 'header' ? `"${lineText(value)}"` : lineText(value);
}

function placeText(pairs: readonly PacketPair[]): string {
  const [first] = pairs;
  const more = pairs.length > 1 ? ` and ${grouped(pairs.length - 1)} more` : '';
  return first ? `${first.role}${sideText(first.a)}${first.b ? ` ↔${sideText(first.b)}` : ''}${more}` : '';
}

function sideText(side: PacketSide | undefined): string {
  if (!side) return '';
  return `${side.range ? ` ${side.range.first}-${side.range.last}` : ''} (${side.exchange})`;
}

function* aloneText(packets: readonly PacketPair[], side: 'a' | 'b', paint: Paint): Iterable<string> {
  const alone = packets.filter((pair) => pair[side] && !pair[side === 'a' ? 'b' : 'a']);
  for (const pair of alone.slice(0, MAX_LISTED)) {
    const { status } = pair[side] ?? {};
    yield `  only in ${side.toUpperCase()}: ${pair.role}${sideText(pair[side])}  ${paint('aside', status === undefined ? 'not answered' : `answered ${status}`)}\n`;
  }
  if (alone.length > MAX_LISTED) yield `  only in ${side.toUpperCase()}: ${grouped(alone.length - MAX_LISTED)} more\n`;
}

function findingText({ rule, severity, change, a, b }: FindingChange, paint: Paint): string {
  const counts = change === 'new' || change === 'gone' ? `× ${grouped(Math.max(a, b))}` : `× ${grouped(a)} → ${grouped(b)}`;
  return `finding ${change}: ${paint(severity, severity)} ${rule} ${counts}`;
}

function* latencyText(a: SessionSide | undefined, b: SessionSide | undefined, paint: Paint): Iterable<string> {
  const [one, other] = [a?.medianLatencyMs, b?.medianLatencyMs];
  if (one === undefined || other === undefined) return;
  const ratio = one > 0 ? `, ${(other / one).toFixed(2)} times` : '';
  yield `  ${paint('aside', `latency, median: ${one.toFixed(1)} ms → ${other.toFixed(1)} ms${ratio}`)}\n`;
}
