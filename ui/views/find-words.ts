import type { FindHit, FindProgress, FindSummary } from '../../proxy/core/find/find-news.ts';
import { safeText } from '../../proxy/core/safe-text.ts';
import { formatCount, formatNumberOf, formatSize } from '../parts/format.ts';

/** `12 hits in 3 packets of 2 sessions and other traffic` */
export function countWords(hits: readonly FindHit[]): string {
  if (hits.length === 0) return 'Nothing found';
  const packets = new Set(hits.map(({ exchange }) => exchange)).size;
  const sessions = new Set(hits.map(({ session }) => session));
  const isBeside = sessions.delete(undefined);
  const of = [...(sessions.size > 0 ? [formatNumberOf(sessions.size, 'session')] : []), ...(isBeside ? ['other traffic'] : [])];
  return `${formatNumberOf(hits.length, 'hit')} in ${formatNumberOf(packets, 'packet')} of ${of.join(' and ')}`;
}

/** `3,000 of 100,000 packets, 1.2 GiB read` */
export function progressWords({ exchanges, total, bytes }: FindProgress): string {
  return `${formatCount(exchanges)} of ${formatNumberOf(total, 'packet')}, ${formatSize(bytes)} read`;
}

/** What the reader must know of what was not looked into, a sentence each. */
export function limitWords({ limitReached, notKept, missingBodies, missingBytes, problem }: FindSummary): readonly string[] {
  return [
    ...(limitReached !== undefined ? [`Stopped at ${formatNumberOf(limitReached, 'hit')}: there are more.`] : []),
    ...(notKept > 0 ? [`${formatNumberOf(notKept, 'earlier packet')} ${notKept === 1 ? 'is' : 'are'} no longer kept.`] : []),
    ...(missingBodies > 0
      ? [`Of ${formatNumberOf(missingBodies, 'body', 'bodies')} ${formatSize(missingBytes)} are not in the recording.`]
      : []),
    ...(problem !== undefined ? [safeText(problem)] : []),
  ];
}
