import type { SessionView } from '../../proxy/core/timeline.ts';
import { formatCount, formatDuration, formatSize } from '../parts/format.ts';
import type { ChartPoint, Percentiles, Rates } from '../state/chart-series.ts';

/** What each chart says, in a sentence. */
export function progressWords({ coverage, total }: SessionView, rates: Rates | undefined): string {
  const whole = total === undefined ? '' : ` of ${formatSize(total)}`;
  if (!rates) return `${formatSize(coverage.acknowledged)}${whole}.`;
  const ideal = rates.ideal === undefined ? '' : `; ${rateText(rates.ideal)} while bodies were on their way`;
  return `${formatSize(coverage.acknowledged)}${whole}, ${rateText(rates.actual)} over all${ideal}.`;
}

export function tailWords(percentiles: Percentiles | undefined, count: number): string {
  if (!percentiles) return '';
  const { p50, p95, p99, max } = percentiles;
  return `p50 ${formatDuration(p50)}, p95 ${formatDuration(p95)}, p99 ${formatDuration(p99)}, max ${formatDuration(max)} of ${formatCount(count)}.`;
}

export function sizeWords(sizes: readonly ChartPoint[]): string {
  const values = sizes.map(({ value }) => value);
  const smallest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  if (values.length === 0) return '';
  return smallest === largest ? `${formatSize(largest)} each.` : `${formatSize(smallest)} to ${formatSize(largest)}, as they came.`;
}

function rateText(perSecond: number): string {
  return `${formatSize(Math.round(perSecond))}/s`;
}
