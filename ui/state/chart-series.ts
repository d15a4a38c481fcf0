import type { TimelineRow } from '../../proxy/core/timeline.ts';

/** A point of a chart, and the exchange that it comes from. */
export interface ChartPoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Bytes, or milliseconds. */
  readonly value: number;
  readonly exchange: string;
}

/** How an upload went, for charts: everything in order of time. */
export interface ChartSeries {
  /** Bytes that the server has by its own word, after each Ack that says so. */
  readonly acknowledged: readonly ChartPoint[];
  /** Of each Fragment's Ack: from the end of the request to its first byte. */
  readonly latency: readonly ChartPoint[];
  /** Body bytes of each Fragment that came. */
  readonly sizes: readonly ChartPoint[];
  readonly percentiles: Percentiles | undefined;
  /** Where the first Fragment began. */
  readonly beganAt: number | undefined;
  readonly rates: Rates | undefined;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Bytes per second. */
export interface Rates {
  /** What was acknowledged at last, over all the time since the first Fragment began. */
  readonly actual: number;
  /** As fast as bodies went while they went, without waiting, pauses and repeats; absent where no body took any time. */
  readonly ideal?: number;
}

export function chartSeries(rows: readonly TimelineRow[]): ChartSeries {
  const fragments = rows.filter(({ request }) => request?.type === 'fragment');
  const latency = fragments.flatMap(latencyOf);
  const acknowledged = rows.flatMap(acknowledgedBy);
  const beganAt = fragments[0]?.exchange.request?.startedAt;
  return {
    acknowledged: acknowledged.sort(inTime),
    latency: latency.sort(inTime),
    sizes: fragments.flatMap(sizeOf),
    percentiles: percentilesOf(latency.map(({ value }) => value)),
    beganAt,
    rates: beganAt === undefined ? undefined : ratesOf(fragments, acknowledged, beganAt),
  };
}

function inTime(a: ChartPoint, b: ChartPoint): number {
  return a.at - b.at;
}

function acknowledgedBy({ answer, exchange }: TimelineRow): ChartPoint[] {
  if (answer?.type !== 'fragment-ack' || answer.nextOffset === undefined) return [];
  return [{ at: answer.at, value: Number(answer.nextOffset), exchange: exchange.id }];
}

/** An answer that came before its request ended took no time. */
function latencyOf({ answer, exchange }: TimelineRow): ChartPoint[] {
  if (answer?.type !== 'fragment-ack') return [];
  return [{ at: answer.at, value: Math.max(0, answer.latencyMs), exchange: exchange.id }];
}

function sizeOf({ exchange }: TimelineRow): ChartPoint[] {
  const { request } = exchange;
  return request ? [{ at: request.startedAt, value: request.bodyLength, exchange: exchange.id }] : [];
}

/** Exact, by rank. */
function percentilesOf(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1) };
}

function ratesOf(fragments: readonly TimelineRow[], acknowledged: readonly ChartPoint[], beganAt: number): Rates | undefined {
  const last = acknowledged.at(-1);
  if (!last || last.at <= beganAt) return undefined;
  const actual = (last.value / (last.at - beganAt)) * 1_000;
  const bodies = fragments.flatMap(({ exchange: { request } }) => (request?.endedAt === undefined ? [] : [request]));
  const bytes = bodies.reduce((sum, { bodyLength }) => sum + bodyLength, 0);
  const ms = bodies.reduce((sum, { startedAt, endedAt = startedAt }) => sum + endedAt - startedAt, 0);
  return { actual, ...(ms > 0 && bytes > 0 && { ideal: (bytes / ms) * 1_000 }) };
}
