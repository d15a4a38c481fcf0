import { bytesSentAgain, missing, segments } from '../../proxy/core/bits/coverage.ts';
import { isOpen, type SessionView, standing } from '../../proxy/core/timeline.ts';
import type { Fill, Stretch } from '../parts/Bar.svelte';
import { formatBytes, formatPercent, formatSize } from '../parts/format.ts';

/** More stretches than this cannot be told apart on a screen: neighbours are shown as the gravest among them. */
const MAX_STRETCHES = 240;
const GRAVITY: readonly Fill[] = ['missing', 'again', 'sent', 'acknowledged', 'rest'];

/** The file as a bar. What an open session has not come to yet, or a cancelled one gave up, is no hole. */
export function stretchesOf(session: SessionView, limit = MAX_STRETCHES): Stretch[] {
  const { total, coverage } = session;
  if (total === undefined || total === 0n) return [];
  const found = segments(coverage, total).map(({ first, last, kind }) => ({
    fill: kind === 'missing' && last === total - 1n && !lacksRest(session) ? ('rest' as const) : kind,
    share: Number(last - first + 1n) / Number(total),
  }));
  return found.length <= limit ? found : joined(found, limit);
}

function lacksRest(session: SessionView): boolean {
  const stands = standing(session);
  return !isOpen(stands) && stands !== 'cancelled';
}

function joined(stretches: readonly Stretch[], limit: number): Stretch[] {
  const size = Math.ceil(stretches.length / limit);
  const groups = Array.from({ length: Math.ceil(stretches.length / size) }, (_, at) => stretches.slice(at * size, (at + 1) * size));
  return groups.map((group) => ({
    fill: GRAVITY.find((fill) => group.some((stretch) => stretch.fill === fill)) ?? 'rest',
    share: group.reduce((sum, { share }) => sum + share, 0),
  }));
}

export interface CoverageSizes {
  readonly acknowledged: bigint;
  readonly again: bigint;
  /** Never sent, or not yet. */
  readonly missing: bigint;
  /** Sent, but beyond what the server has acknowledged. */
  readonly unacknowledged: bigint;
}

export function coverageSizes({ coverage, total }: SessionView): CoverageSizes {
  const sent = coverage.sent.reduce((sum, { first, last }) => sum + beyond(coverage.acknowledged, first, last), 0n);
  const holes = total === undefined ? [] : missing(coverage, total);
  return {
    acknowledged: coverage.acknowledged,
    again: bytesSentAgain(coverage),
    missing: holes.reduce((sum, { first, last }) => sum + last - first + 1n, 0n),
    unacknowledged: sent,
  };
}

function beyond(offset: bigint, first: bigint, last: bigint): bigint {
  if (last < offset) return 0n;
  return last - (first > offset ? first : offset) + 1n;
}

/** What the bar shows, in words. */
export function coverageWords(session: SessionView): string {
  const { total, coverage } = session;
  if (total === undefined) return 'Size not known yet: no Fragment was seen.';
  const sizes = coverageSizes(session);
  const parts = [
    `${formatBytes(coverage.acknowledged)} of ${formatBytes(total)} acknowledged (${formatPercent(coverage.acknowledged, total)})`,
  ];
  if (sizes.unacknowledged > 0n) parts.push(`${formatSize(sizes.unacknowledged)} sent but not acknowledged`);
  if (sizes.again > 0n) parts.push(`${formatSize(sizes.again)} sent more than once`);
  if (sizes.missing > 0n) parts.push(`${formatSize(sizes.missing)} ${isOpen(standing(session)) ? 'not yet sent' : 'never sent'}`);
  return parts.join(', ');
}

export function percentOf({ coverage, total }: SessionView): string {
  return total === undefined ? '—' : formatPercent(coverage.acknowledged, total);
}
