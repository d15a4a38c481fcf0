import { type JsonObject, jsonCount, jsonList, jsonText } from '../text/loose-json.ts';
import { ascii } from './message-bytes.ts';

type Pair = readonly [name: string, value: string];

/** More than this is not put between a name and its value. */
const MAX_PADDING = 64 * 1024;

/**
 * A head from its parts, as it may have been sent: with what was odd about it, and as long as it was, by spaces in front of
 * values, which nobody sees; so that what is said of places behind it stays true.
 */
export function rebuiltHead(head: JsonObject): Uint8Array {
  const anomalies = new Set(jsonList(head.anomalies));
  const end = anomalies.has('bare-lf') ? '\n' : '\r\n';
  const pairs = odd(jsonList(head.headers).map(pairOf), anomalies, end);
  const lines = [startLine(head), ...pairs.map((pair) => `${pair[0]}: ${pair[1]}`)];
  const missing = (jsonCount(head.length) ?? 0) - lengthOf(lines, end);
  return ascii(`${resized(lines, missing).map(withoutColon).join(end)}${end}${end}`.replaceAll(/[^\0-\xff]/g, '?'));
}

function startLine(head: JsonObject): string {
  const version = /^\d\.\d$/.exec(jsonText(head.version) ?? '')?.[0] ?? '1.1';
  const status = jsonCount(head.status);
  if (status !== undefined) return `HTTP/${version} ${String(Math.floor(status) % 1000).padStart(3, '0')} ${oneLine(head.reason)}`;
  return `${oneLine(head.method).replaceAll(/\s/g, '') || '?'} ${oneLine(head.target) || '/'} HTTP/${version}`;
}

function pairOf(item: unknown): Pair {
  const [name, value] = jsonList(item);
  return [oneLine(name), oneLine(value)];
}

/** A return stays: one that stands alone is part of a value. */
function oneLine(value: unknown): string {
  return (jsonText(value) ?? '').replaceAll('\n', ' ');
}

/** Stands for the colon of a line that has none. */
const NO_COLON = '\n';

type Oddity = readonly [fits: (pair: Pair) => boolean, by: (pair: Pair, end: string) => Pair];

/** What stands in one header line, and how it is put there. */
const ODDITIES: ReadonlyMap<unknown, Oddity> = new Map<unknown, Oddity>([
  ['no-colon', [([, value]) => value === '', ([name]) => [`${name}${NO_COLON}`, '']]],
  ['space-before-colon', [([name]) => !name.endsWith(NO_COLON), ([name, value]) => [`${name} `, value]]],
  ['fold', [([, value]) => value.includes(' '), ([name, value], end) => [name, value.replace(' ', `${end} `)]]],
]);

/** Each in the first line that it fits, in the order in which they were met. */
function odd(pairs: readonly Pair[], anomalies: ReadonlySet<unknown>, end: string): Pair[] {
  const changed = [...pairs];
  let from = 0;
  for (const anomaly of anomalies) {
    const [fits, by] = ODDITIES.get(anomaly) ?? [];
    const behind = fits ? changed.findIndex((pair, index) => index >= from && fits(pair)) : -1;
    const index = behind < 0 && fits ? changed.findIndex(fits) : behind;
    const pair = changed[index];
    if (!pair || !by) continue;
    changed[index] = by(pair, end);
    from = index + 1;
  }
  return changed;
}

function withoutColon(line: string): string {
  return line.replace(/\n: ?$/, '');
}

function lengthOf(lines: readonly string[], end: string): number {
  return lines.reduce((sum, line) => sum + withoutColon(line).length + end.length, end.length);
}

function resized(lines: readonly string[], missing: number): readonly string[] {
  if (missing > 0) {
    const last = lines.findLastIndex((line, index) => index > 0 && line.includes(': ') && !line.includes('\n: '));
    return last < 0 || missing > MAX_PADDING ? lines : lines.with(last, (lines[last] ?? '').replace(': ', `: ${' '.repeat(missing)}`));
  }
  return lines.map((line, index) => (index > 0 && index <= -missing ? line.replace(': ', ':') : line));
}
