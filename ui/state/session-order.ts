import { type SessionView, type Standing, standing } from '../../proxy/core/timeline.ts';

/** What the list of sessions can be sorted by, and shows of each. */
export const COLUMN_IDS = [
  ...(['state', 'file', 'client', 'agent', 'server', 'coverage', 'percent'] as const),
  ...(['size', 'rate', 'duration', 'started', 'findings', 'verdict'] as const),
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

export interface Sort {
  readonly column: ColumnId;
  readonly direction: 'ascending' | 'descending';
}

export const NEWEST_FIRST: Sort = { column: 'started', direction: 'descending' };

export type Order = (a: SessionView, b: SessionView) => number;

type Key = (view: SessionView) => number | string | undefined;

/** What needs somebody first. */
export const STANDING_ORDER: readonly Standing[] = [
  ...(['lost', 'refused', 'unknown to server', 'uploading', 'starting'] as const),
  ...(['waiting for close', 'cancelled', 'complete'] as const),
];

const KEYS: Readonly<Record<ColumnId, Key>> = {
  state: (view) => STANDING_ORDER.indexOf(standing(view)),
  file: ({ fileName, url }) => (fileName || url).toLowerCase(),
  client: ({ client }) => client,
  agent: ({ userAgent }) => userAgent?.toLowerCase(),
  server: ({ server }) => server,
  coverage: acknowledgedShare,
  percent: acknowledgedShare,
  size: ({ total }) => (total === undefined ? undefined : Number(total)),
  rate: bytesPerSecond,
  duration: durationMs,
  started: ({ createdAt }) => createdAt,
  findings: ({ findings: { error, warning, note } }) => (error * 1_000 + warning) * 1_000 + note,
  verdict: (view) => STANDING_ORDER.indexOf(standing(view)),
};

/** A total order: what has no value comes last in either direction, and among equals the newest first. */
export function orderBy({ column, direction }: Sort): Order {
  const key = KEYS[column];
  const sign = direction === 'ascending' ? 1 : -1;
  return (a, b) => compare(key(a), key(b), sign) || newestFirst(a, b);
}

export function newestFirst(a: SessionView, b: SessionView): number {
  return b.createdAt - a.createdAt || ordinal(b) - ordinal(a);
}

function compare(a: number | string | undefined, b: number | string | undefined, sign: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -sign : sign;
}

function acknowledgedShare({ coverage, total }: SessionView): number | undefined {
  return total === undefined || total === 0n ? undefined : Number(coverage.acknowledged) / Number(total);
}

export function durationMs({ createdAt, lastAt }: SessionView): number {
  return lastAt - createdAt;
}

/** Bytes that were sent over the whole time of the session; nothing for one that took no time. */
export function bytesPerSecond(view: SessionView): number | undefined {
  const ms = durationMs(view);
  return ms > 0 && view.facts.bytesSent > 0 ? (view.facts.bytesSent * 1_000) / ms : undefined;
}

/** The 12 of `s12`. */
function ordinal(view: SessionView): number {
  return Number(view.id.slice(1));
}

/**
 * A list in its order after some of it left and others came. Only what came is sorted, and its places are looked for by
 * halves: of 100,000 sessions a few change at a time, and to compare texts costs more than to move what is between them.
 */
export function merged(list: readonly SessionView[], gone: ReadonlySet<string>, came: readonly SessionView[], order: Order): SessionView[] {
  const kept = gone.size > 0 ? list.filter(({ id }) => !gone.has(id)) : list;
  const result: SessionView[] = [];
  let from = 0;
  for (const one of [...came].sort(order)) {
    const to = placeOf(one, kept, from, order);
    for (const view of kept.slice(from, to)) result.push(view);
    result.push(one);
    from = to;
  }
  return from === 0 ? result.concat(kept) : result.concat(kept.slice(from));
}

/** Where it belongs among those from an index on. */
function placeOf(one: SessionView, list: readonly SessionView[], from: number, order: Order): number {
  let [low, high] = [from, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const view = list[middle];
    if (view && order(view, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
