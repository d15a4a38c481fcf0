import { remainingKinds } from '../../proxy/core/share/remaining-kinds.ts';
import type { Listed, SharedBodies, SharedRemains } from '../../proxy/core/share/shared-copy.ts';
import { formatBytes, formatNumberOf } from '../parts/format.ts';

interface Kind {
  /** With how many there are. */
  readonly name: string;
  readonly list: Listed;
}

/** What can tell who and where, of each kind those that there are. */
export function namedKinds(remains: SharedRemains): readonly Kind[] {
  const there = remainingKinds(remains).filter(({ list }) => list.all > 0);
  return there.map(({ one, many, list }) => ({ name: formatNumberOf(list.all, one, many), list }));
}

export function bodiesWords({ limit, messages, bytes, kept }: SharedBodies): string {
  if (messages === 0) return 'There are none.';
  if (limit === 0) return `Left out: ${formatNumberOf(messages, 'body', 'bodies')}, ${formatBytes(bytes)}.`;
  if (kept === bytes)
    return `All ${formatBytes(bytes)} of ${formatNumberOf(messages, 'body', 'bodies')}, as they were sent, as far as they were recorded.`;
  return `The first ${formatBytes(limit)} of each, as they were sent: ${formatBytes(kept)} of ${formatBytes(bytes)} at most.`;
}

/** One line: what a copy is. */
export function copyWords(remains: SharedRemains): string {
  const credentials = remains.redacted ? 'credentials taken out' : 'credentials left in';
  const { limit, messages, kept, bytes } = remains.bodies;
  const bodies = limit === 0 || messages === 0 ? 'no bodies' : kept === bytes ? 'with bodies' : `bodies up to ${formatBytes(limit)}`;
  return `${credentials}, ${bodies}`;
}
