import { formatDelta, formatMoment, formatTime } from '../parts/format.ts';
import type { TimeFormat } from '../state/preferences.svelte.ts';

/** A moment as the reader wants it. `startedAt` is when the session began; both in ms since the epoch. */
export function momentText(at: number, startedAt: number, format: TimeFormat): string {
  return format === 'relative' ? formatDelta(at - startedAt) : formatTime(at, format);
}

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1_000, name: 's' },
] as const;
const DAY_MS = UNITS[0].ms;

/** When something began, seen from now: how long ago, or the time of day, with the day where that was another. */
export function beganText(at: number, now: number, format: TimeFormat): string {
  if (format === 'relative') return agoText(now - at);
  // Without year and seconds, for a narrow column.
  return Math.abs(now - at) < DAY_MS ? formatTime(at, format) : formatMoment(at, format).slice(5, 16);
}

/** `just now`, `41 s ago`, `3 h ago` */
export function agoText(ms: number): string {
  const unit = UNITS.find((one) => ms >= one.ms);
  return unit ? `${Math.floor(ms / unit.ms)} ${unit.name} ago` : 'just now';
}
