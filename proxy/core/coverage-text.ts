import type { Coverage } from './bits/coverage.ts';
import { type ByteRange, rangeLength } from './bits/range.ts';
import { type FileStretch, fileStretches, STRETCH_GRAVITY, type StretchKind } from './file-stretches.ts';
import { bytesAgain, type FragmentTrace, tracesOver } from './fragment-traces.ts';

/** What the text is about. */
export interface CoverageOf {
  readonly coverage: Coverage;
  readonly total?: bigint | undefined;
}

export interface CoverageTextOptions {
  /** Characters of the bar. */
  readonly width?: number;
  /** Stretches and Fragments that are listed at most, each; how many are left out is said. */
  readonly limit?: number;
  /** The Fragments that are listed; without them, only the stretches are. */
  readonly traces?: readonly FragmentTrace[];
  /** What an exchange is called: its number in the session. Else its id. */
  readonly nameOf?: (exchange: string) => string;
}

const SIGNS: Readonly<Record<StretchKind, string>> = { acknowledged: '#', sent: '=', again: '+', unsent: '?', missing: '.' };

const WORDS: Readonly<Record<StretchKind, string>> = {
  acknowledged: 'acknowledged',
  sent: 'sent, not acknowledged',
  again: 'sent more than once',
  unsent: 'acknowledged, not seen sent',
  missing: 'not sent',
};

/** The file as a row of characters and as a list, for terminals and screen readers: line by line, plain ASCII. */
export function coverageText({ coverage, total }: CoverageOf, options: CoverageTextOptions = {}): string[] {
  const { width = 60, limit = 50, traces = [], nameOf = (exchange) => exchange } = options;
  if (total === undefined || total === 0n) return ['The size of the file is not known.'];
  const found = fileStretches(coverage, total);
  return [
    `[${bar(found, total, width)}] ${grouped(total)} bytes`,
    legend(found),
    ...(coverage.approximate ? ['Approximate: so many separate ranges that the closest were joined.'] : []),
    '',
    ...listed(found, limit, 'stretches', (segment) => stretchLine(segment, coverage, traces, nameOf)),
    ...(traces.length > 0 ? ['', ...listed(traces, limit, 'Fragments', (trace) => traceLine(trace, nameOf))] : []),
  ];
}

function bar(found: readonly FileStretch[], total: bigint, width: number): string {
  const cells = BigInt(Math.max(1, width));
  let next = 0;
  return Array.from({ length: Number(cells) }, (_, index) => {
    const first = (BigInt(index) * total) / cells;
    const end = (BigInt(index + 1) * total) / cells;
    while ((found[next]?.last ?? total) < first) next += 1;
    const kinds: StretchKind[] = [];
    for (let at = next; at < found.length && (found[at]?.first ?? total) < (end > first ? end : first + 1n); at += 1)
      kinds.push(found[at]?.kind ?? 'missing');
    return SIGNS[STRETCH_GRAVITY.find((kind) => kinds.includes(kind)) ?? 'missing'];
  }).join('');
}

function legend(found: readonly FileStretch[]): string {
  const present = STRETCH_GRAVITY.toReversed().filter((kind) => found.some((segment) => segment.kind === kind));
  return present.map((kind) => `${SIGNS[kind]} ${WORDS[kind]}`).join('   ');
}

function stretchLine(
  segment: FileStretch,
  { acknowledged }: Coverage,
  traces: readonly FragmentTrace[],
  nameOf: (exchange: string) => string,
): string {
  const names = tracesOver(traces, segment).map(({ exchange }) => nameOf(exchange));
  const known = segment.kind === 'again' ? `, ${segment.last < acknowledged ? 'acknowledged' : 'not all acknowledged'}` : '';
  return `${rangeWords(segment)}  ${WORDS[segment.kind]}${known}${names.length > 0 ? `, by ${shortList(names)}` : ''}`;
}

function traceLine(trace: FragmentTrace, nameOf: (exchange: string) => string): string {
  const { exchange, declared, came, gap, again } = trace;
  const parts = [rangeWords(declared), traceOutcome(trace)];
  if (!came) parts.push('none of it came');
  else if (came.last < declared.last) parts.push(`only ${grouped(rangeLength(came))} bytes of it came`);
  if (again.length > 0) parts.push(`${grouped(bytesAgain(trace))} bytes of it again`);
  if (gap) parts.push(`a hole of ${grouped(rangeLength(gap))} bytes before it`);
  return `${nameOf(exchange)}: ${parts.join(', ')}`;
}

/** What became of a Fragment, in a few words. */
export function traceOutcome({ outcome, status, asked }: FragmentTrace): string {
  if (outcome === 'waiting') return 'no answer yet';
  if (outcome === 'unanswered') return 'no answer';
  return `answered ${status}${asked === undefined ? '' : `, next offset ${grouped(asked)}`}`;
}

function rangeWords(range: ByteRange): string {
  return `bytes ${grouped(range.first)}-${grouped(range.last)} (${grouped(rangeLength(range))})`;
}

function listed<T>(items: readonly T[], limit: number, noun: string, line: (item: T) => string): string[] {
  const shown = items.slice(0, limit).map(line);
  return items.length > limit ? [...shown, `and ${items.length - limit} more ${noun}`] : shown;
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

/** `10,485,760` */
function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
