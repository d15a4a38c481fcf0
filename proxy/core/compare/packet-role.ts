import type { ByteRange } from '../bits/range.ts';
import type { TimelineRow } from '../timeline.ts';

/** What of a row decides which row of another session it is compared with. */
export interface PacketRole {
  /** The packet's type, or `GET` and so on for the download of a reply. */
  readonly role: string;
  /** Bytes of the file that a Fragment carries. */
  readonly range?: ByteRange;
  /** Of the answer; absent where there was none. */
  readonly status?: number;
}

export function roleOf({ exchange, request }: TimelineRow): PacketRole {
  const status = exchange.answeredBy === 'proxy' ? undefined : exchange.response?.head.status;
  const range = request?.type === 'fragment' ? request.range : undefined;
  return {
    role: request?.type ?? exchange.request?.head.method ?? 'unreadable',
    ...(range && range.first <= range.last && { range: { first: range.first, last: range.last } }),
    ...(status !== undefined && { status }),
  };
}

/** The same for rows that do the same and were answered the same. */
export function keyOf({ role, range, status }: PacketRole): string {
  return `${role} ${range ? `${range.first}-${range.last}` : ''} ${status ?? ''}`;
}

/** How well two packets fit each other: 0 where they do not; an equal answer counts little, so that a retry finds the one it repeats. */
export function likeness(a: PacketRole, b: PacketRole): number {
  if (a.role !== b.role) return 0;
  const same = a.range && b.range ? 4 * overlap(a.range, b.range) : Number(a.range === b.range) * 4;
  return same === 0 ? 0 : same + Number(a.status === b.status);
}

/** The share of the larger range that both have, 0 to 1. */
function overlap(a: ByteRange, b: ByteRange): number {
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  if (last < first) return 0;
  const lengths = [Number(a.last - a.first) + 1, Number(b.last - b.first) + 1];
  return (Number(last - first) + 1) / Math.max(...lengths);
}
