import { formatDelta, formatTime } from '../parts/format.ts';
import type { TimeFormat } from '../state/preferences.svelte.ts';

/** A moment as the reader wants it. `startedAt` is when the session began; both in ms since the epoch. */
export function momentText(at: number, startedAt: number, format: TimeFormat): string {
  return format === 'relative' ? formatDelta(at - startedAt) : formatTime(at, format);
}
